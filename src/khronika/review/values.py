"""Read one value of a claim by its path, and put a reviewer's value in its place.

The claim itself never changes: a correction gives a second claim value beside it.

>>> from khronika.record import Correction
>>> from khronika.record.samples import claim
>>> value_of(claim(), "victims.min")
'2'
>>> corrected = apply_corrections(claim(), [Correction(value="victims.min", becomes="1")])
>>> str(corrected.victims.count)
'1–2'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from khronika.errors import CorrectionError, RecordError, VocabularyError
from khronika.record import VALUES, Claim, Correction, Count, DateInterval, Evidence, Place, Victims
from khronika.vocabularies import check_term

CORRECTABLE = ("act", "specificity", *(path for path in VALUES if path != "act"))
VOCABULARY_OF = {
    "act": "acts",
    "specificity": "specificity",
    "actor": "actors",
    "victims.sex": "sexes",
    "source.kind": "source_kinds",
}
NEVER_EMPTY = frozenset({"act", "specificity", "actor", "source.kind"})
DATES = frozenset({"date.from", "date.to"})
NUMBERS = frozenset({"victims.min", "victims.max"})
MOST_PEOPLE = 10_000_000
COUNTRIES = frozenset({"place.country", "victims.nationality"})


def value_of(claim: Claim, path: str) -> str | None:
    """Return one value as text, or None when the claim does not tell it."""
    return _values(claim)[path]


def group_of(path: str) -> str:
    """Return what a value belongs to: the ends of an interval and the parts of a place share their words.

    >>> group_of("date.from"), group_of("victims.max"), group_of("victims.sex")
    ('date', 'victims.count', 'victims.sex')
    """
    if path in NUMBERS:
        return "victims.count"
    head = path.split(".", maxsplit=1)[0]
    return head if head in {"date", "place", "source"} else path


def unsupported(claim: Claim, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those values that are told without any words of the report.

    >>> from khronika.record.samples import claim
    >>> unsupported(claim(), ["act", "place.name"])
    ('place.name',)
    """
    worded = {group_of(e.value) for e in claim.evidence}
    return tuple(
        path
        for path in paths
        if path != "specificity"
        and value_of(claim, path) not in {None, "unknown", "unstated"}
        and group_of(path) not in worded
    )


def apply_corrections(claim: Claim, corrections: Iterable[Correction]) -> Claim:
    """Return the claim as a reviewer reads it, with the words that the reviewer chose.

    A value that is emptied loses its words; one that keeps its words needs no quote in the correction.
    Raises CorrectionError when a value cannot be what it is said to be.
    """
    found = list(corrections)
    if not found:
        return claim
    values = _values(claim)
    for correction in found:
        values[correction.value] = _checked(correction.value, correction.becomes)
    try:
        return _rebuilt(claim, values, _evidence(claim, found))
    except RecordError as error:
        raise CorrectionError(what=error.sentence) from error


def _values(claim: Claim) -> dict[str, str | None]:
    when, where, who = claim.date, claim.place, claim.victims
    return {
        "act": claim.act,
        "specificity": claim.specificity,
        "date.from": _text(when.first if when else None),
        "date.to": _text(when.last if when else None),
        "place.name": where.name if where else None,
        "place.admin1": where.admin1 if where else None,
        "place.country": where.country if where else None,
        "victims.min": _text(who.count.floor),
        "victims.max": _text(who.count.ceiling),
        "victims.sex": who.sex,
        "victims.minors": None if who.minors is None else str(who.minors).lower(),
        "victims.nationality": who.nationality,
        "victims.age": who.age,
        "actor": claim.actor,
        "ground": claim.ground,
        "source.kind": claim.account.kind,
        "source.phrase": claim.account.phrase,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _checked(path: str, typed: str | None) -> str | None:
    if path not in CORRECTABLE:
        raise CorrectionError(what=f"A claim has no value {path!r}.")
    text = (typed or "").strip()
    if not text:
        if path in NEVER_EMPTY:
            raise CorrectionError(what=f"The value {path} cannot be empty.")
        return None
    return _well_formed(path, text)


def _well_formed(path: str, text: str) -> str:
    try:
        if path in VOCABULARY_OF:
            return check_term(VOCABULARY_OF[path], text)
        if path in DATES:
            return date.fromisoformat(text).isoformat()
        if path in NUMBERS:
            return str(_people(text))
    except (ValueError, VocabularyError) as error:
        raise CorrectionError(what=f"The value {path} is not of the kind that is asked for.") from error
    if path == "victims.minors" and text not in {"true", "false"}:
        raise CorrectionError(what="Whether minors are among them is true, false or empty.")
    if path in COUNTRIES:
        text = text.upper()
        if len(text) != 2 or not text.isascii() or not text.isalpha():
            raise CorrectionError(what="A country is written with two letters, such as CN.")
    return text


def _people(text: str) -> int:
    number = int(text)
    if number > MOST_PEOPLE:
        raise ValueError
    return number


def _rebuilt(claim: Claim, values: dict[str, str | None], evidence: tuple[Evidence, ...]) -> Claim:
    first, last = values["date.from"], values["date.to"]
    minors = values["victims.minors"]
    return replace(
        claim,
        act=str(values["act"]),
        specificity=str(values["specificity"]),
        date=DateInterval.of(first, last) if first or last else None,
        place=_place(values),
        victims=Victims(
            count=Count(_number(values["victims.min"]), _number(values["victims.max"])),
            sex=values["victims.sex"],
            minors=None if minors is None else minors == "true",
            nationality=values["victims.nationality"],
            age=values["victims.age"],
        ),
        actor=str(values["actor"]),
        ground=values["ground"],
        account=replace(claim.account, kind=str(values["source.kind"]), phrase=values["source.phrase"]),
        evidence=evidence,
    )


def _place(values: dict[str, str | None]) -> Place | None:
    name, admin1, country = values["place.name"], values["place.admin1"], values["place.country"]
    written = name or admin1 or country
    return Place(name=written, admin1=admin1, country=country) if written else None


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _evidence(claim: Claim, corrections: list[Correction]) -> tuple[Evidence, ...]:
    fresh = {c.value: c.quote for c in corrections if c.quote is not None}
    emptied = {c.value for c in corrections if not c.becomes and c.quote is None}
    kept = tuple(e for e in claim.evidence if e.value not in fresh and e.value not in emptied)
    return kept + tuple(Evidence(value=value, quote=quote) for value, quote in fresh.items())
