"""Find who tells a sentence by the patterns of a language: "소식통은 … 말했다", "据一名志愿者说"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from khronika.code.data import alternatives, words
from khronika.code.mentions import Telling
from khronika.code.text import Sentence
from khronika.record import short_id

_ORDER = ("document", "named", "official", "organisation", "anonymous")


@cache
def _known(lang: str) -> dict[str, Any]:
    source = words(lang, "sources")
    return {
        "patterns": [re.compile(p) for p in source["patterns"]],
        "rumour": re.compile(source["rumour"]),
        "name": re.compile(source["name"]),
        "pronouns": re.compile(source["pronouns"]),
        "kinds": {k: re.compile(alternatives(v)) for k, v in source["kinds"].items() if k != "named_marks"},
        "label": re.compile(source["label"]) if source.get("label") else None,
        "short": re.compile(source.get("short_name") or "(?!)"),
        "whole": re.compile(source["whole"]) if source.get("whole") else None,
    }


def attributions(sentences: Sequence[Sentence], lang: str, outlet: str | None) -> dict[int, Telling]:
    """Return the attribution that each sentence holds itself."""
    found: dict[int, Telling] = {}
    last: Telling | None = None
    speakers = _speakers(sentences, lang)
    for sentence in sentences:
        telling = _spoken(sentence, speakers, lang) or _telling(sentence, lang, last, outlet)
        if telling is not None:
            found[sentence.index] = telling
            if telling.role != "hearsay":
                last = telling
    return found


def _speakers(sentences: Sequence[Sentence], lang: str) -> frozenset[str]:
    """Those who answer in an interview: names that open several paragraphs, with a colon."""
    label = _known(lang)["label"]
    if label is None:
        return frozenset()
    told = Counter(m["who"] for s in sentences if (m := label.match(s.text)))
    return frozenset(who for who, times in told.items() if times >= _OFTEN)


_OFTEN = 3


def _spoken(sentence: Sentence, speakers: frozenset[str], lang: str) -> Telling | None:
    label = _known(lang)["label"]
    match = label.match(sentence.text) if speakers and label is not None else None
    if match is None or match["who"] not in speakers:
        return None
    return Telling(
        kind="named",
        phrase=match["who"],
        span=(sentence.start + match.start("who"), sentence.start + match.end("who")),
        role=short_id("p", match["who"])[:10],
    )


def _telling(sentence: Sentence, lang: str, last: Telling | None, outlet: str | None) -> Telling | None:
    known, text = _known(lang), sentence.text
    for pattern in known["patterns"]:
        for match in pattern.finditer(text):
            who = match["who"].strip(" ,，、“”\"'‘’")
            kind = _kind(who, lang, last)
            if kind is None:
                continue
            start = match.start("who") + (len(match["who"]) - len(match["who"].lstrip(" ,，、“”\"'‘’")))
            end = min(match.end(), start + 60)
            return Telling(
                kind=kind,
                phrase=text[start:end].strip(),
                span=(sentence.start + start, sentence.start + end),
                role=_role(who, kind, lang, last),
                origin=who if kind in {"organisation", "official"} else None,
            )
    if known["whole"] is not None and (found := known["whole"].search(text)):
        return Telling(
            kind="organisation",
            phrase=found.group(),
            span=_span(sentence, found),
            role="own count",
            origin=outlet,
        )
    rumour = known["rumour"].search(text)
    if rumour:
        return Telling(
            kind="anonymous", phrase=rumour.group().strip(), span=_span(sentence, rumour), role="hearsay"
        )
    return None


def _span(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    return sentence.start + match.start(), sentence.start + match.end()


def _kind(who: str, lang: str, last: Telling | None) -> str | None:
    """The word that stands last tells: in "경찰 출신 소식통" it is the source."""
    known = _known(lang)
    if known["pronouns"].search(who):
        return last.kind if last is not None else "anonymous"
    if known["name"].search(who):
        return "named"
    best: tuple[int, int, str] | None = None
    for rank, (kind, pattern) in enumerate(known["kinds"].items()):
        for match in pattern.finditer(who):
            candidate = (match.end(), -rank, kind)
            best = max(best, candidate) if best else candidate
    if best is None and known["short"].fullmatch(who):
        return "named"
    return best[2] if best else None


def _role(who: str, kind: str, lang: str, last: Telling | None) -> str:
    known = _known(lang)
    if known["pronouns"].search(who) and last is not None:
        return last.role
    if kind == "named":
        return short_id("p", who)[:10]
    found = known["kinds"][kind].search(who)
    return found.group() if found else kind
