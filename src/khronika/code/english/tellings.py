"""Find who tells an English sentence: "according to a resident", "Cho said", "the ministry announced"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from khronika.code.data import words
from khronika.code.mentions import Telling
from khronika.code.text import Sentence

_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Pol|Lt|Col|Gen|Capt|Rev|Father|Pastor)?\.?\s?[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)*"
)
_NOT_TELLING = re.compile(
    r"\b(?:will|would|can|could|may|might|must|not|to|never|nobody|no one)$|\bno \w+$|n['’]t$", re.IGNORECASE
)
_STOP = re.compile(r"[,;:.“”\"()]|\b(?:that|who|which|when|while|but|because)\b")


@cache
def _known() -> dict[str, Any]:
    source = words("en", "sources")
    said = source["said"]
    kinds = {
        kind: re.compile(
            r"\b(?:" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")\b", re.IGNORECASE
        )
        for kind, forms in source["kinds"].items()
    }
    return {
        "according": re.compile(rf"\b{source['according']}\s+(?P<who>[^.;“”\"]+)", re.IGNORECASE),
        "inverted": re.compile(
            rf"(?:[,?!”\"]|['’])\s*(?:,\s*)?\b{said}\s+(?P<who>(?!that\b|on\b|it\b)[^.;“”\"]+)"
        ),
        "said": re.compile(source["before_said"] + rf"\b{said}\b"),
        "rumour": re.compile(rf"\b{source['rumour']}\b", re.IGNORECASE),
        "whole": re.compile("|".join(map(re.escape, source["whole"])), re.IGNORECASE),
        "count": re.compile(
            r"\bby (?P<who>(?:the |an? )?[\w'’ -]{2,60}['’]s?) (?:count|account|tally|figures)\b",
            re.IGNORECASE,
        ),
        "label": re.compile(r"^(?P<who>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?):\s"),
        "shows": re.compile(source["shows"], re.IGNORECASE),
        "seen": re.compile(r"\b(?P<who>seen by (?:the )?[A-Z]\w+(?: \w+)?)"),
        "kinds": kinds,
        "pronouns": frozenset(source["pronouns"]),
    }


def tellings(sentences: Sequence[Sentence], outlet: str | None) -> dict[int, Telling]:
    """Return the attribution that each sentence holds itself."""
    found: dict[int, Telling] = {}
    names = _bodies(sentences)
    last: Telling | None = None
    for sentence in sentences:
        telling = _telling(sentence, names, last, outlet)
        if telling is not None:
            found[sentence.index] = telling
            last = telling
    return found


def _bodies(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Return the words of names of bodies ("Lantern Road Network"), by which they are called later."""
    found: dict[str, str] = {}
    pattern = re.compile(r"\b[A-ZÀ-Þ][\w'’-]+(?: (?:of|for|the|and|[A-ZÀ-Þ][\w'’-]+))*")
    for sentence in sentences:
        for match in pattern.finditer(sentence.text):
            parts = match.group().split()
            if len(parts) > 1 and any(part.lower() in _body_words() for part in parts):
                found.update({part: "organisation" for part in parts if len(part) > 3 and part[:1].isupper()})
    return found


@cache
def _body_words() -> frozenset[str]:
    return frozenset(words("en", "sources")["kinds"]["organisation"]) - {
        "un",
        "press",
        "news",
        "project",
        "party",
        "post",
        "times",
    }


def _telling(
    sentence: Sentence, names: dict[str, str], last: Telling | None, outlet: str | None
) -> Telling | None:
    known, text = _known(), sentence.text
    for name in ("according", "count", "shows", "seen", "inverted", "said", "label"):
        match = known[name].search(text)
        if match is None:
            continue
        who = _trim(match["who"])
        if not who or _NOT_TELLING.search(who):
            continue
        kind = _kind(who, names, last)
        if kind is None:
            continue
        if name in {"shows", "seen"}:
            kind = "document" if "statement" not in who else kind
        start = sentence.start + match.start()
        while text[start - sentence.start : start - sentence.start + 1] in " ,;:“”\"'’":
            start += 1
        end = max(sentence.start + match.end("who"), sentence.start + match.end() if name in {"said"} else 0)
        phrase = text[start - sentence.start : end - sentence.start].strip(" ,")
        end = start + len(phrase)
        return Telling(
            kind=kind,
            phrase=phrase or None,
            span=(start, end) if end > start else None,
            role=_role(who, kind, last),
            origin=_origin(who, kind),
        )
    if known["whole"].search(text):
        found = known["whole"].search(text)
        assert found is not None
        return Telling(
            kind="organisation",
            phrase=found.group(),
            span=(sentence.start + found.start(), sentence.start + found.end()),
            role="own count",
            origin=outlet,
        )
    rumour = known["rumour"].search(text)
    if rumour:
        span = (sentence.start + rumour.start(), sentence.start + rumour.end())
        return Telling(kind="anonymous", phrase=rumour.group(), span=span, role="hearsay")
    return None


def _trim(who: str) -> str:
    return who.strip(" ,'’")[:160]


def _kind(who: str, names: dict[str, str], last: Telling | None) -> str | None:  # noqa: C901 - a table of cases
    """Return the kind of a source; the leftmost word that tells one decides, a person's name before all."""
    known = _known()
    low = who.lower().strip()
    first = re.split(r"[\s,]", low)[0]
    if low in known["pronouns"] or first in {"he", "she", "they"}:
        if low in {"i", "we"}:
            return None
        return last.kind if last is not None and last.kind != "document" else "anonymous"
    hits = [
        (match.start(), rank, kind)
        for rank, (kind, pattern) in enumerate(known["kinds"].items())
        if (match := pattern.search(low))
    ]
    hits.sort()
    name = _NAME.match(who)
    if name and not (hits and hits[0][0] < name.end()):
        words_of = name.group().split()
        if len(words_of) == 1 and words_of[0].lower() in {
            "the",
            "a",
            "an",
            "one",
            "another",
            "his",
            "her",
            "their",
            "some",
            "two",
            "three",
            "police",
            "none",
            "nobody",
            "neither",
            "all",
            "both",
            "at",
            "in",
            "on",
            "it",
        }:
            return hits[0][2] if hits else None
        kind = names.get(words_of[0]) or names.get(words_of[-1]) or "named"
        for word in words_of:
            names.setdefault(word, kind)
        return kind
    if not hits:
        return None
    kind = hits[0][2]
    if kind == "anonymous":
        inside = re.search(r"\b(?:Mr|Mrs|Ms)\.? [A-Z]\w+", who)
        if inside:
            return "named"
    for word in re.findall(r"\b[A-ZÀ-Þ][\w-]+", who):
        if kind in {"organisation", "official"}:
            names.setdefault(word, kind)
    return str(kind)


def _role(who: str, kind: str, last: Telling | None) -> str:
    low = who.lower().strip()
    if low in _known()["pronouns"] and last is not None:
        return last.role
    if kind == "named":
        from khronika.record import short_id

        return short_id("p", who.split(",", maxsplit=1)[0])[:10]
    pattern = _known()["kinds"].get(kind)
    found = pattern.search(low) if pattern else None
    return found.group() if found else kind


def _origin(who: str, kind: str) -> str | None:
    if kind not in {"organisation", "official"}:
        return None
    names = re.findall(r"[A-ZÀ-Þ][\w'’-]+(?: (?:of|for|the|and|[A-ZÀ-Þ][\w'’-]+))*", who)
    best = max(names, key=len, default="")
    return re.sub(r"['’]s$", "", best) or None
