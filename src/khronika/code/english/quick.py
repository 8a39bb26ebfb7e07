"""Find people without parsing: "nine North Koreans between 14 and 19" in a sentence that tells no act.

Later sentences say "they"; to know who they are, every sentence is looked through, cheaply.
"""

from __future__ import annotations

import re
from functools import cache

from khronika.code.actors import actor_in
from khronika.code.counts import read_count, read_number
from khronika.code.data import words
from khronika.code.english.parties import Noun, nouns
from khronika.code.people import Party, Span
from khronika.code.places import nationality_words
from khronika.record import Count


@cache
def _pattern() -> re.Pattern[str]:
    number = words("en", "counts")["number"]
    singular = sorted(
        (n for n in nouns() if n not in {"one", "other", "third", "half", "number"}), key=len, reverse=True
    )
    nations = sorted(nationality_words("en"), key=len, reverse=True)
    noun = "|".join(re.escape(n) for n in singular)
    nation = "|".join(re.escape(n) for n in nations)
    known = words("en", "people")
    lead = known["quick_lead"].replace("{n}", number)
    return re.compile(
        rf"\b(?P<lead>{lead}) (?P<mid>(?:(?!(?:{known['quick_stop']})\b)[\w'’.-]+,? ){{0,4}}?)"
        rf"(?:(?P<noun>(?:{noun})(?:s|es|men|women|ren)?|{known['quick_plurals']})|(?P<nation>{nation}))\b"
        r"(?P<tail>[^.;!?]{0,60})",
        re.IGNORECASE,
    )


def quick_parties(text: str, base: int) -> tuple[Party, ...]:
    """Return the people that a sentence tells with a number or an article."""
    found: list[Party] = []
    for match in _pattern().finditer(text):
        lead = match["lead"].lower()
        if match["nation"] and lead in {"a", "an", "the"}:
            continue
        party = _party(match, lead, base)
        if party is not None:
            found.append(party)
    return tuple(found)


def _party(match: re.Match[str], lead: str, base: int) -> Party | None:
    whole = (
        match.group()[: match.end("noun") - match.start()]
        if match["noun"]
        else match.group()[: match.end("nation") - match.start()]
    )
    if actor_in(whole, "en"):
        return None
    noun = (match["noun"] or "").lower()
    kind = _kind(noun)
    count = None if lead in {"the"} else read_count(match["lead"], "en")
    plural = _plural(noun) or bool(match["nation"] and match["nation"].endswith("s"))
    if lead in {"a", "an", "another"}:
        count = Count(1, 1) if not (kind and kind.group) else read_count(whole + match["tail"], "en")
        plural = bool(kind and kind.group)
    if lead == "the" and not plural:
        return None
    nation = _nation(whole)
    age = re.search(words("en", "people")["age"], whole + match["tail"][:30], re.IGNORECASE)
    span: Span = (base + match.start(), base + match.start() + len(whole))
    spans: list[tuple[str, Span]] = [
        (v, span) for v in ("victims.min", "victims.max", "victims.sex", "victims.nationality")
    ]
    minors = kind.minors if kind else None
    if age:
        at = base + match.start() + age.start()
        spans.append(("victims.age", (at, at + len(age.group()))))
        years = [read_number(n, "en") or 99 for n in re.findall(r"\d+", age.group())]
        if years and minors is None:
            minors = (
                True if min(years) < 18 else (False if (count and count.exact and count.floor == 1) else None)
            )
    return Party(
        start=span[0],
        end=span[1],
        manner="known" if lead in {"the", "both"} or lead.startswith("all") else "new",
        noun=noun.removesuffix("s") if noun else "other",
        count=count,
        plural=plural or bool(count and (count.floor or 0) > 1),
        sex=kind.sex if kind else None,
        minors=minors,
        nationality=nation,
        age=age.group() if age else None,
        spans=tuple(spans),
    )


def _kind(noun: str) -> Noun | None:
    known = nouns()
    special = {"women": "woman", "men": "man", "children": "child", "wives": "wife", "families": "family"}
    return (
        known.get(special.get(noun, noun))
        or known.get(noun.removesuffix("s"))
        or known.get(noun.removesuffix("es"))
    )


def _plural(noun: str) -> bool:
    return (noun.endswith("s") and not noun.endswith("ss")) or noun in {"women", "men", "children", "people"}


def _nation(text: str) -> str | None:
    return next(
        (
            code
            for name, code in nationality_words("en").items()
            if re.search(rf"\b{re.escape(name)}\b", text)
        ),
        None,
    )
