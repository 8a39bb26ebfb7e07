"""Make a party of people out of a noun phrase: "eleven North Koreans, eight of them women"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from khronika.code.counts import read_count
from khronika.code.data import words
from khronika.code.people import Party, Span
from khronika.code.places import nationality_words
from khronika.record import Count

_NUMERAL = re.compile(
    r"^(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"sixteen|seventeen|eighteen|nineteen|twenty|both|dozens|hundreds|several|others?|all|some|many)$",
    re.I,
)


_SHORTEST = 5  # letters: shorter words for people end too many others ("salmon", "season")


class Noun(NamedTuple):
    """What a noun tells of people."""

    sex: str | None
    minors: bool | None
    group: bool


@cache
def nouns() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for row in words("en", "people")["classes"]:
        for noun in row["nouns"]:
            found.setdefault(noun, Noun(row["sex"], row["minors"], bool(row.get("group"))))
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    known = words("en", "people")
    return {name: re.compile(known[name], re.IGNORECASE) for name in ("part", "rest", "other", "age")}


@cache
def _nations() -> tuple[re.Pattern[str], dict[str, str]]:
    known = nationality_words("en")
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b"), known


def noun_of(token: Any) -> Noun | None:
    """Return what a token tells of people, or None when it is no word for people."""
    known = nouns()
    low = token.lower_
    return (
        known.get(low)
        or known.get(token.lemma_.lower())
        or known.get(low.removesuffix("s"))
        or (known.get(low.removesuffix("es")) or known.get(low.split("-")[-1]))
        or _compound(low.removesuffix("s"))
    )


@cache
def _compound(word: str) -> Noun | None:
    """A schoolteacher is a teacher, a dockworker a worker: the longest word for people that ends the noun."""
    ends = [n for n in nouns() if len(n) >= _SHORTEST and word.endswith(n) and word != n]
    return nouns()[max(ends, key=len)] if ends else None


def is_person(token: Any) -> bool:
    """Say whether a noun, pronoun, number or name can be people."""
    if token.lower_ in words("en", "people")["pronouns"]:
        return not words("en", "people")["pronouns"][token.lower_].get("thing")
    if noun_of(token) is not None:
        return True
    if token.pos_ in {"NUM", "DET", "PRON", "ADJ", "NOUN"} and _NUMERAL.match(token.text):
        return not _dated(token)
    if token.lower_ in {
        "youngest",
        "oldest",
        "eldest",
        "elder",
        "younger",
        "fifth",
        "first",
        "second",
        "third",
        "latter",
        "former",
    }:
        return True
    if token.pos_ == "PROPN" and token.text[:1].isupper() and not _CALENDAR.match(token.text):
        return token.text in _nations()[1] or token.lower_.endswith("koreans") or _is_name(token)
    return False


_CALENDAR = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|God|Tet|Chuseok|Christmas|Signal|WeChat|Telegram|Facebook|China|Beijing)$"
)
_MONTH = re.compile(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_UNIT = re.compile(
    r"^(?:years?|months?|days?|weeks?|hours?|p\.?m|a\.?m|yuan|won|baht|dollars?|km|percent|per)",
    re.IGNORECASE,
)


def _dated(token: Any) -> bool:
    """A number beside a month, a unit or in an age is no people."""
    near = [token.doc[i].text for i in (token.i - 1, token.i + 1) if 0 <= i < len(token.doc)]
    if any(_MONTH.match(word) and word[:1].isupper() for word in near):
        return True
    if token.i + 1 < len(token.doc) and _UNIT.match(token.doc[token.i + 1].text):
        return True
    return bool(
        token.i
        and token.doc[token.i - 1].lower_ in {"aged", "age", "of", "between", "no", "no.", "article"}
        and token.text.isdigit()
    )


def _is_name(token: Any) -> bool:
    from khronika.code.places import find_places

    start = token.left_edge.idx - token.doc[0].idx
    text = token.doc.text[start : token.idx + len(token.text)]
    return not find_places(text, "en") and not re.search(
        r"\b(?:Court|Prison|Ministry|Department|Network|Agency)\b", text
    )


def party(head: Any, base: int) -> Party:
    """Return the party that a noun phrase tells; `base` is where its sentence begins in the report."""
    known = words("en", "people")
    pronoun = known["pronouns"].get(head.lower_)
    if pronoun is not None:
        manner = "self" if pronoun.get("self") else "pronoun"
        plural = pronoun.get("n") == 2
        return Party(
            start=base + head.idx,
            end=base + head.idx + len(head.text),
            manner=manner,
            noun=head.lower_,
            plural=plural,
            sex=pronoun.get("sex"),
            count=Count(1, 1) if pronoun.get("n") == 1 else None,
        )
    return _noun_party(head, base)


def _noun_party(head: Any, base: int) -> Party:
    members = [head, *_conjuncts(head), *_listed(head)]
    parts = [_facts(member, base) for member in members]
    core, full = _core(members[0]), _full(members)
    counts = [p["count"] for p in parts]
    sexes = {p["sex"] for p in parts}
    facts: dict[str, Any] = {
        "count": _sum(counts) if len(parts) > 1 else parts[0]["count"],
        "sex": _sex(full[0], sexes, len(parts) > 1),
        "minors": _minors(full[0], [p["minors"] for p in parts], _ages(full[0])),
    }
    nationality = next((p["nationality"] for p in parts if p["nationality"]), None)
    age = _patterns()["age"].search(full[0])
    spans: list[tuple[str, Span]] = [
        (name, (base + core[1], base + core[1] + len(core[0])))
        for name in ("victims.min", "victims.max", "victims.sex")
    ]
    if age:
        at = base + full[1] + age.start()
        spans.append(("victims.age", (at, at + len(age.group()))))
    return Party(
        start=base + core[1],
        end=base + full[1] + len(full[0].rstrip()),
        manner=_manner(head, core[0], full[0]),
        noun=head.lemma_.lower(),
        count=facts["count"],
        plural=head.tag_ in {"NNS", "NNPS"}
        or len(parts) > 1
        or bool(facts["count"] and (facts["count"].floor or 0) > 1),
        sex=facts["sex"],
        minors=facts["minors"],
        nationality=nationality,
        age=age.group().strip() if age else None,
        spans=tuple(spans),
    )


def _conjuncts(head: Any) -> list[Any]:
    found: list[Any] = []
    for token in head.children:
        if (
            token.dep_ in {"conj", "appos"}
            and is_person(token)
            and token.pos_ in {"NOUN", "PROPN"}
            and _adds(head, token)
        ):
            found += [token, *_conjuncts(token)]
    return found


def _listed(head: Any) -> list[Any]:
    """The rest of a list that the parser hung beside its first member ("nine women, two men")."""
    if head.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return []
    beside = [
        t
        for t in head.head.children
        if t.dep_ == head.dep_ and t.i > head.i and is_person(t) and t.pos_ == "NOUN"
    ]
    found: list[Any] = []
    for token in beside:
        if head.doc[head.i + 1 : token.left_edge.i].text == "," and noun_of(token) is not None:
            found += [token, *_conjuncts(token)]
    return found


def _adds(head: Any, token: Any) -> bool:
    """An apposition repeats the people; it adds to them only in a list ("two men, a woman and a boy")."""
    if token.dep_ == "conj":
        return (
            token.i > head.i
            and "of them" not in head.doc[head.i : token.right_edge.i + 1].text
            and "(" not in head.doc[head.i : token.i].text
        )
    between = head.doc[head.i + 1 : token.left_edge.i].text
    listed = any(t.dep_ == "conj" and t.i > token.i for t in token.children)
    own = noun_of(head)
    return (
        between == ","
        and listed
        and own is not None
        and own.sex is not None
        and any(t.dep_ == "nummod" or t.lower_ in {"a", "an"} for t in token.lefts)
    )


def _core(head: Any) -> tuple[str, int]:
    """The words from the left edge to the head, with the "of" of a counting word."""
    doc = head.doc
    left = head.left_edge.i
    for token in doc[left : head.i]:
        if token.dep_ in {"relcl", "advcl"} or token.text in {"“", '"'}:
            left = token.i + 1
    right = head.i
    for token in head.children:
        if token.dep_ == "prep" and token.lower_ == "of":
            right = max(right, min(token.right_edge.i, head.i + 8))
    span = doc[left : right + 1]
    return span.text, span.start_char


def _full(members: list[Any]) -> tuple[str, int]:
    """The phrase with what stands beside it (ages, parts in brackets), without relative clauses."""
    head, doc = members[0], members[0].doc
    left = head.left_edge.i
    right = max(m.i for m in members)
    for token in head.subtree:
        if (
            token.i > right
            and token.i - right < 14
            and not any(a.dep_ in {"relcl", "advcl"} for a in _path(token, head))
        ):
            right = max(right, token.i)
    span = doc[left : right + 1]
    return span.text, span.start_char


def _path(token: Any, top: Any) -> list[Any]:
    found: list[Any] = []
    while token not in (top, token.head) and len(found) < 20:
        found.append(token)
        token = token.head
    return found


def _facts(head: Any, base: int) -> dict[str, Any]:  # noqa: C901 - a table of cases
    core = _core(head)[0]
    kind = noun_of(head)
    inner = None
    if (kind is not None and kind.group) or head.lower_ in {
        "couple",
        "number",
        "dozens",
        "hundreds",
        "most",
        "some",
        "several",
        "all",
        "many",
        "one",
    }:
        of = next((t for t in head.children if t.dep_ == "prep" and t.lower_ == "of"), None)
        inner = next((t for t in of.children if t.dep_ == "pobj"), None) if of is not None else None
        if inner is not None and is_person(inner) and inner.pos_ != "PRON":
            kind = noun_of(inner) or kind
    plural = head.tag_ in {"NNS", "NNPS"} or head.lower_ in {"people", "police"}
    count = read_count(core if inner is not None else _own_number(head), "en")
    if count is None and _NUMERAL.match(head.text):
        count = read_count(head.text, "en")
        plural = plural or bool(count and (count.floor or 0) > 1)
    if count is None and plural and not _definite(head):
        count = Count(2, None)
    if count is None and not plural and not (kind and kind.group):
        count = (
            Count(1, 1)
            if head.pos_ in {"NOUN", "PROPN", "ADJ"} and head.lower_ not in {"others", "rest"}
            else None
        )
    if count is not None and plural and count.exact and count.floor == 1:
        count = None if _definite(head) else Count(2, None)
    pattern, nations = _nations()
    nation = pattern.search(core)
    adjectives = " ".join(t.lower_ for t in head.lefts)
    sex = kind.sex if kind else None
    minors = kind.minors if kind else None
    if sex is None and re.search(r"\b(?:female|women)\b", adjectives):
        sex = "female"
    if sex is None and re.search(r"\bmale\b", adjectives):
        sex = "male"
    if re.search(r"\b(?:adult|elderly|old|married|retired|pregnant|middle-aged|former)\b", adjectives):
        minors = False
    if "pregnant" in adjectives:
        sex = sex or "female"
    return {
        "count": count,
        "sex": sex,
        "minors": minors,
        "nationality": nations[nation.group()] if nation else None,
    }


def _own_number(head: Any) -> str:
    """Take only words that count this noun: not a day of the month, not a possessor's number, not an age."""
    parts: list[str] = []
    for token in head.lefts:
        if token.dep_ in {"nummod", "det", "predet", "quantmod"} or (
            token.dep_ == "amod" and token.pos_ in {"NUM", "ADJ"}
        ):
            text = str(head.doc[token.left_edge.i : token.i + 1].text)
            parts.append(
                "" if "year-old" in text or "-year" in str(head.doc[token.i : token.i + 3].text) else text
            )
    return " ".join(p for p in parts if p)


def _definite(head: Any) -> bool:
    return any(
        t.dep_ in {"det", "poss"} and t.lower_ not in {"a", "an", "some", "any", "no", "another"}
        for t in head.lefts
    )


def _sum(counts: list[Count | None]) -> Count | None:
    known = [c for c in counts if c is not None]
    if len(known) < len(counts):
        return None
    floors = [c.floor for c in known]
    ceilings = [c.ceiling for c in known]
    return Count(
        None if None in floors else sum(f for f in floors if f is not None),
        None if None in ceilings else sum(c for c in ceilings if c is not None),
    )


def _sex(full: str, sexes: set[str | None], several: bool) -> str | None:
    low = full.lower()
    female = bool(
        re.search(r"\b(?:wom[ae]n|girls?|females?|mothers?|daughters?|wi(?:fe|ves)|sisters?)\b", low)
    )
    male = bool(re.search(r"\b(?:m[ae]n|boys?|males?|fathers?|sons?|husbands?|brothers?)\b", low))
    if (
        female
        and male
        and (several or "(" in full or "among" in low or "including" in low or " of them" in low)
    ):
        return "mixed"
    if several:
        return sexes.pop() if len(sexes) == 1 else ("mixed" if None not in sexes else None)
    if re.search(r"\b(?:mostly|most of them|\w+ of them) women\b", low):
        return "female" if "all of them" in low else "mixed"
    return next(iter(sexes)) if len(sexes) == 1 else None


_YEARS = re.compile(
    r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen",
    re.IGNORECASE,
)
_OF_AGE = 18


def _ages(full: str) -> list[int]:
    """Return the ages that a phrase tells, the lower one of a range."""
    from khronika.code.counts import read_number

    told = [_YEARS.search(age.group()) for age in _patterns()["age"].finditer(full)]
    numbers = [read_number(years.group(), "en") for years in told if years]
    return [years for years in numbers if years is not None]


def _minors(full: str, told: list[bool | None], ages: list[int]) -> bool | None:
    """Any child makes it true; that all are grown must be told of all."""
    if re.search(words("en", "people")["minors_words"], full, re.IGNORECASE):
        return True
    if any(value is True for value in told) or any(age < _OF_AGE for age in ages):
        return True
    if told and all(value is False for value in told):
        return False
    return False if len(told) == 1 and ages else None


def _manner(head: Any, core: str, full: str) -> str:
    patterns = _patterns()
    if patterns["part"].search(core):
        return "part"
    if patterns["rest"].search(core):
        return "rest"
    if patterns["other"].search(core):
        return "new"
    poss = next((t for t in head.lefts if t.dep_ == "poss"), None)
    if poss is not None:
        return "kin"
    if _definite(head):
        return "known"
    if head.pos_ == "PROPN" and head.tag_ == "NNP":
        return "known"
    return "new"
