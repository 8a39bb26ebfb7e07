"""Find the people of a sentence by pattern: "탈북 여성 5명", "六名没有身份证件的朝鲜女子"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from khronika.code.actors import actor_span, agency_words
from khronika.code.counts import read_count, read_number
from khronika.code.data import alternatives, words
from khronika.code.people import Party, Span
from khronika.code.places import country_names
from khronika.record import Count


class _Kind(NamedTuple):
    sex: str | None
    minors: bool | None


@cache
def _kinds(lang: str) -> dict[str, _Kind]:
    found: dict[str, _Kind] = {}
    for row in words(lang, "people")["nouns"]:
        for word in row["words"]:
            found.setdefault(word, _Kind(row["sex"], row["minors"]))
    return found


@cache
def _pronouns(lang: str) -> dict[str, dict[str, Any]]:
    return {word: row for row in words(lang, "people")["pronouns"] for word in row["words"]}


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    known = words(lang, "people")
    noun = alternatives(_kinds(lang))
    pronoun = alternatives(_pronouns(lang))
    count, age, adjectives = known["count"], known["age"], known["adjectives"]
    native = known.get("native") or "(?!)"
    name = known["names"]
    if lang == "ko":
        people = (
            rf"(?:(?P<c1>{count})의?\s)?(?:(?P<age>{age})(?:의)?\s?)?(?P<adj>(?:{adjectives}\s?){{0,3}})"
            rf"(?P<noun>{noun})(?P<pl>들)?(?:\s(?P<name>{name}))?(?:\([^)]{{1,12}}\))?(?:\s(?:등\s)?(?:모두\s)?(?P<c2>{count}|{native}))?"
        )
        return re.compile(
            rf"(?<![가-힣])(?:(?P<pro>{pronoun})(?![가-힣]{{2}})(?:\s?(?P<pc>{count}))?|{people}"
            rf"|(?P<only>{name})(?![가-힣]{{3}})|(?P<alone>{count}|(?<=[중데 ])(?!하나){native}))"
        )
    middle = r"[^，。；、：？！“”（）\s]{0,12}?"
    people = (
        rf"(?:(?P<c1>{count})(?P<mid>{middle}))?(?P<adj>(?:{adjectives}){{0,3}})(?P<noun>{noun})(?P<pl>们)?"
        rf"(?P<name>{name})?(?:(?P<c2>{count}))?"
    )
    return re.compile(
        rf"(?:{people}|(?P<pro>{pronoun})(?!{known['not_pronoun_before']})(?P<pc>{count})?|(?P<only>{name})|(?P<alone>{count}))"
    )


def parties_in(text: str, lang: str, base: int) -> tuple[Party, ...]:
    """Return the people that a sentence tells, in order.

    >>> [(p.noun, str(p.count), p.sex) for p in parties_in("탈북 여성 5명이 체포됐다.", "ko", 0)]
    [('여성', '5', 'female')]
    """
    found: list[Party] = []
    for match in _pattern(lang).finditer(text):
        if not match.group().strip() or (match["alone"] and _agents(match, text, lang)):
            continue
        party = _pronoun(match, lang, base) if match["pro"] else _people(match, text, lang, base)
        if party is not None:
            found.append(party)
    return _apposed(found)


def _agents(match: re.Match[str], text: str, lang: str) -> bool:
    """ "Thirty soldiers", "more than ten policemen": a number of those who do it."""
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 8]
    ahead = actor_span(after, lang, _AGENTS)
    if ahead is not None and ahead[1] <= 3:
        return True
    spans = [(m.start(), m.end()) for m in agency_words(before, lang, _AGENTS)]
    rest = before[spans[-1][1] :] if spans else "-"
    return re.fullmatch(words(lang, "people").get("agents_of") or "", rest) is not None


_AGENTS = frozenset({"police", "state_security", "border_guard", "military", "prison", "unknown"})


def _apposed(found: list[Party]) -> tuple[Party, ...]:
    """ "More than twenty clergy and lay | Tibetans": two nouns without a gap are one group."""
    kept: list[Party] = []
    for party in found:
        last = kept[-1] if kept else None
        if (
            last is not None
            and party.start == last.end
            and last.count is not None
            and party.manner == "bare"
            and last.manner not in {"pronoun", "self"}
        ):
            several = party.count is not None and (party.count.floor or 0) > 1
            kept[-1] = replace(
                last,
                end=party.end,
                noun=party.noun,
                nationality=last.nationality or party.nationality,
                count=party.count if several else last.count,
                plural=several or last.plural,
            )
            continue
        kept.append(party)
    return tuple(kept)


def joined(members: list[Party]) -> Party:
    """Return several parties as one; what is not told of all is not told."""
    if len(members) == 1:
        return members[0]
    counts = [m.count for m in members if m.count is not None]
    floors = [c.floor for c in counts if c.floor is not None]
    ceilings = [c.ceiling for c in counts if c.ceiling is not None]
    whole = len(counts) == len(members)
    sexes = {m.sex for m in members}
    minors = {m.minors for m in members}
    return Party(
        start=members[0].start,
        end=members[-1].end,
        manner="new" if any(m.manner != "known" for m in members) else "known",
        noun=members[0].noun,
        count=Count(
            sum(floors) if whole and len(floors) == len(members) else None,
            sum(ceilings) if whole and len(ceilings) == len(members) else None,
        )
        if whole
        else None,
        plural=True,
        sex=sexes.pop() if len(sexes) == 1 else (None if None in sexes else "mixed"),
        minors=True if True in minors else (False if minors == {False} else None),
        nationality=next((m.nationality for m in members if m.nationality), None),
        age=next((m.age for m in members if m.age), None),
        spans=members[0].spans,
    )


def _pronoun(match: re.Match[str], lang: str, base: int) -> Party:
    told = _pronouns(lang)[match["pro"]]
    start, end = base + match.start("pro"), base + match.end("pro")
    plural = told.get("n") == 2
    counted = read_count(match["pc"], lang) if match["pc"] else None
    return Party(
        start=start,
        end=end,
        manner="self" if told.get("self") else "pronoun",
        noun=match["pro"],
        plural=plural,
        sex=told.get("sex"),
        count=counted or (None if plural else Count(1, 1)),
    )


def _people(match: re.Match[str], text: str, lang: str, base: int) -> Party | None:
    known = words(lang, "people")
    noun = match["noun"] or ""
    whole = match.group()
    kind = _kinds(lang).get(noun, _Kind(None, None))
    count = read_count(match["c2"] or match["c1"] or match["alone"] or "", lang) or read_count(whole, lang)
    plural = bool(match["pl"])
    before = text[max(0, match.start() - 12) : match.start()]
    if count is None:
        count = Count(2, None) if plural else (Count(1, 1) if match["only"] or match["name"] else None)
        if count is None and noun and not re.search(known.get("collective") or "(?!)", noun):
            count = Count(1, 1) if _single(match, before, lang) else None
    span: Span = (base + match.start(), base + match.end())
    age = re.search(known["age"], whole + text[match.end() : match.end() + 8]) if noun else None
    minors = kind.minors
    spans: list[tuple[str, Span]] = [
        (v, span) for v in ("victims.min", "victims.max", "victims.sex", "victims.nationality")
    ]
    if age:
        at = base + match.start() + age.start()
        spans.append(("victims.age", (at, at + len(age.group()))))
        minors = _age_tells(age.group(), minors, count, lang)
    return Party(
        start=span[0],
        end=span[1],
        manner=_manner(before, whole, match, lang),
        noun=_called(match, noun, lang),
        count=count,
        plural=plural or bool(count and (count.floor or 0) > 1),
        sex=_sex(whole, kind, lang),
        minors=minors,
        nationality=_nation(whole + before[-4:], lang),
        age=age.group() if age else None,
        spans=tuple(spans),
    )


def _called(match: re.Match[str], noun: str, lang: str) -> str:
    """By what the people are called again: a name before a noun, and a mere number as "people"."""
    return (match["only"] or match["name"] or noun or str(words(lang, "people")["bare_number"])).strip()


def _single(match: re.Match[str], before: str, lang: str) -> bool:
    """A bare noun is one person where the language would mark several, else nothing is told of the number."""
    if "age" in match.re.groupindex and match["age"]:
        return True
    return bool(re.search(words(lang, "people")["one_person"], match["noun"] or ""))


def _age_tells(age: str, minors: bool | None, count: Count | None, lang: str) -> bool | None:
    number = re.search(words(lang, "counts")["number"], age)
    years = read_number(number.group(), lang) if number else None
    if years is None or minors is not None:
        return minors
    if years < 18:
        return True
    return False if count is None or (count.exact and count.floor == 1) else None


def _sex(whole: str, kind: _Kind, lang: str) -> str | None:
    known = words(lang, "people")
    female = bool(re.search(known.get("female") or "(?!)", whole))
    male = bool(re.search(known.get("male") or "(?!)", whole))
    if kind.sex:
        return kind.sex
    if female and male:
        return "mixed"
    return "female" if female else "male" if male else None


def _nation(text: str, lang: str) -> str | None:
    known = words(lang, "people")
    if re.search("|".join(known["fled"]), text):
        return str(known["fled_nation"])
    for name, code in country_names(lang):
        if name in text and len(name) > 1:
            return code
    return None


def _manner(before: str, whole: str, match: re.Match[str], lang: str) -> str:
    known = words(lang, "people")
    if re.search(known["rest"], whole) or re.search(known["rest"] + r"\s?$", before[-4:].lstrip()):
        return "rest"
    if re.search(known["part"], before):
        return "part"
    if re.search(known["known"], before):
        return "known"
    if match["alone"]:
        return "new" if re.search(known.get("fresh") or "(?!)", before) else "known"
    if not (match["c1"] or match["c2"] or (match["age"] if "age" in match.re.groupindex else None)):
        return "bare"
    return "new"
