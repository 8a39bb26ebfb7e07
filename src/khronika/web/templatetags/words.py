"""Say values in words: labels of the lists, values of a claim, hidden characters."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from django import template
from django.utils.translation import gettext

from khronika.record import Quote, Report
from khronika.review.values import VOCABULARY_OF
from khronika.web import words
from khronika.web.cards import Row
from khronika.web.passages import visible as _visible
from khronika.web.pictures import Box, letter_width
from khronika.web.reasons import in_words

register = template.Library()


@register.filter
def visible(text: object) -> str:
    """Show hidden characters as labels; the template escapes the rest."""
    return _visible(None if text is None else str(text))


@register.filter
def page_of(report: Report, quote: Quote) -> int | None:
    """Return the page of the original on which a quote stands, where the original has pages."""
    return next((spot.page for spot in report.spots_of(quote.start, quote.end) if spot.page), None)


@register.filter
def term(key: str | None, vocabulary: str) -> str:
    """Label a word of a list."""
    return words.term_label(vocabulary, key)


@register.filter
def group_label(group: str) -> str:
    """Label a line of a card."""
    return gettext(words.GROUP_LABELS.get(group, group))


@register.filter
def path_label(path: str) -> str:
    """Label one value in a form."""
    return gettext(words.VALUE_LABELS.get(path) or words.GROUP_LABELS.get(path, path))


@register.filter
def state_label(state: object) -> str:
    """Label the state of a claim or of an incident."""
    return gettext(words.STATE_LABELS.get(str(state), str(state)))


@register.filter
def verdict_label(verdict: str) -> str:
    """Say a verdict as something that was done."""
    return gettext(words.VERDICT_LABELS.get(verdict, verdict))


@register.filter
def deed(did: str) -> str:
    """Say what was done, as the logs show it."""
    return gettext(words.DEEDS.get(did, did))


@register.filter
def link_label(kind: str) -> str:
    """Label a kind of link."""
    return gettext(words.LINK_LABELS.get(kind, kind))


@register.filter
def link_state(state: str) -> str:
    """Label what people said of a link."""
    return gettext(words.LINK_STATES.get(state, state))


@register.filter
def reason(text: str) -> str:
    """Say a reason of the machine."""
    return in_words(text)


@register.filter
def teller(box: Box) -> str:
    """Name a box of the graph of sources; a source without words of its own is named by its kind."""
    return words.term_label("source_kinds", box.kind) if box.label == box.kind else _visible(box.label)


@register.filter
def fitting(text: str, wide: int) -> str:
    """Cut a text that is wider than so many em; Korean and Chinese letters take a whole one.

    >>> fitting("the resident said", 12), fitting("一名了解案情、不愿具名的律师说", 12)
    ('the resident said', '一名了解案情、不愿具名…')
    """
    ends = list(accumulate(letter_width(letter) for letter in text))
    if not ends or ends[-1] <= wide:
        return text
    return text[: sum(end <= wide - 1 for end in ends)] + "…"


@register.filter
def person_role(role: str) -> str:
    """Label the role of a person."""
    return gettext(words.PERSON_ROLES.get(role, role))


@register.filter
def identity_label(field: str) -> str:
    """Label a field of an identity."""
    return gettext(words.IDENTITY_LABELS.get(field, field))


@register.filter
def said(row: Row) -> str:
    """Say a row's value as it stands."""
    return say(row.group, row.values)


@register.filter
def said_coded(row: Row) -> str:
    """Say a row's value as it was coded."""
    return say(row.group, row.coded)


def say(group: str, values: Mapping[str, str | None]) -> str:
    """Say the values of one group in a line.

    >>> say("victims.count", {"victims.min": "11", "victims.max": None})
    '11 or more'
    """
    found = list(values.values())
    if group == "date":
        return _between(found[0], found[1])
    if group == "victims.count":
        return _count(found[0], found[1])
    if group == "place":
        return _visible(", ".join(dict.fromkeys(part for part in found if part)))
    if group == "source":
        kind = words.term_label("source_kinds", found[0])
        return f"{kind}: {_visible(found[1])}" if found[1] else kind
    if group == "victims.minors":
        return words.yes_or_no(found[0])
    return words.term_label(VOCABULARY_OF[group], found[0]) if group in VOCABULARY_OF else _visible(found[0])


def _between(first: str | None, last: str | None) -> str:
    if first == last:
        return first or ""
    if first and last:
        return f"{first} – {last}"
    if first:
        return gettext("from %(day)s") % {"day": first}
    return gettext("until %(day)s") % {"day": last}


def _count(low: str | None, high: str | None) -> str:
    if low == high:
        return low or ""
    if low and high:
        return f"{low}–{high}"
    if low:
        return gettext("%(number)s or more") % {"number": low}
    return gettext("up to %(number)s") % {"number": high}


@register.filter
def interval(value: Any) -> str:
    """Say a DateInterval."""
    if value is None:
        return ""
    first, last = value.first, value.last
    return _between(first.isoformat() if first else None, last.isoformat() if last else None)


@register.filter
def count(value: Any) -> str:
    """Say a Count."""
    low, high = value.floor, value.ceiling
    return _count(None if low is None else str(low), None if high is None else str(high))


@register.filter
def place(value: Any) -> str:
    """Say a Place."""
    return _visible(", ".join(p for p in (value.admin1 or value.name, value.country) if p)) if value else ""


@register.filter
def percent(share: float | None) -> str:
    """Say a share in percent."""
    return "" if share is None else f"{share * 100:.0f}%"
