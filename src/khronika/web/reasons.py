"""Say the machine's reasons in the reader's language.

The reasons are written in English when links are made and kept with them; here each form is marked for
translation. A form that is not known is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from khronika.vocabularies import terms

FORMS = (
    _("both tell of %(act)s"),
    _("both in %(place)s"),
    _("the days can be the same"),
    _("both of %(number)s people"),
    _("%(one)s in one, %(other)s in the other"),
    _("both on the ground of %(ground)s"),
    _("one report is a copy of the other"),
    _("one report names the other as its source"),
    _("people said that they belong together"),
    _("people said that they are not the same"),
    _("people said that one is a copy of the other"),
    _("people said so"),
    _("%(share)s of the shorter text stands in the longer one"),
    _("it says that it was taken over from another outlet"),
    _("it is dated %(days)s days later"),
    _("which of the two came first is not told"),
    _("they share a passage, and each tells a story of its own beside it"),
    _("%(outlet)s is named as the first to publish it; that report is not here"),
    _("it names %(outlet)s, which told of the same before"),
    _("%(acts)s of its acts are told with the same days, places and numbers"),
    _("%(share)s of the numbers in the two texts are the same"),
    _("a translator is named"),
)


def in_words(reason: str) -> str:
    """Return a reason in the reader's language.

    >>> in_words("both in Hebei")
    'both in Hebei'
    """
    for form, pattern in _patterns():
        found = pattern.fullmatch(reason)
        if found:
            return gettext(form) % {key: _said(key, value) for key, value in found.groupdict().items()}
    return reason


def _said(key: str, value: str) -> str:
    if key != "act":
        return value
    label = next((t.label for t in terms("acts") if t.key.replace("_", " ") == value), value)
    said = gettext(label)
    return said.lower() if said.isascii() else said


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (form, re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(form)), re.DOTALL))
        for form in FORMS
    )
