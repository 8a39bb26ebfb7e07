"""Say an error in the reader's language: its sentence and its next step.

The sentences are written in English in `errors.py`; those that a member of the desk can meet are
marked here for translation. What is not marked is shown in English.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from khronika.errors import KhronikaError

MARKED = (
    _("Your role does not allow this."),
    _("Ask an administrator of this casebook."),
    _("Somebody judged this claim while you were reading it."),
    _("Look at their judgement and decide again; yours was not saved."),
    _("Change the value and save again; nothing was saved yet."),
    _("A rejection needs a reason."),
    _("The words that were selected do not stand in the report."),
    _("These words do not stand in the report."),
    _("A country is written with two letters, such as CN."),
    _("Whether minors are among them is true, false or empty."),
    _("There is no judgement of yours to take back."),
    _("This passphrase opens no custodian's key."),
    _("Type it again; the failed attempt is in the log."),
    _("This passphrase is too short: it has {length} characters."),
    _("Use at least {least}; five random words are good."),
    _("This name is taken."),
    _("A member needs a name of at most 150 letters."),
    _("A casebook needs at least one administrator."),
    _("There is no user with this name in the casebook."),
    _("There is no such incident in this casebook."),
    _("Nothing was typed to be sealed."),
    _("There is nothing under this address in this casebook."),
    _("Go back to the queue or to the list of incidents."),
    _("The old password is not right."),
    _("Say why they are not the same."),
    _("Say why they are one incident."),
    _("Choose another incident: this one is it."),
    _("Choose some of the claims, not none and not all."),
    _("Say what it is: incident or copy, and same or not_same."),
    _("A link has two sides, and nothing may stand on both."),
    _("The casebook does not hold all that the link names."),
    _("A copy is one report, and so is its original."),
    _("The disk is full."),
    _("Another Khronika process is working on this casebook."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a page says when something could not be done."""

    sentence: str
    next_step: str
    status: int


def problem_of(error: KhronikaError) -> Problem:
    """Return an error in the reader's language.

    >>> from khronika.errors import NotAllowedError
    >>> problem_of(NotAllowedError()).status
    403
    """
    said = {
        key: gettext(value) if isinstance(value, str) and value else value
        for key, value in error.values.items()
    }
    return Problem(
        sentence=gettext(error.template).format(**said),
        next_step=_next_step(error, said),
        status=error.http_status,
    )


def _next_step(error: KhronikaError, said: dict[str, object]) -> str:
    if "--help" in error.next_step or "khronika " in error.next_step:
        return ""  # a step at the command line is no help on a page
    return gettext(error.next_step).format(**said)
