"""Read a sentence by its clauses, for languages that mark who does what by particles or word order.

The words wake an entry; the people that stand nearest in the right case are those to whom it was done;
the ending after the verb tells whether it happened. All of these are words of the language's files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from khronika.code.actors import actor_span
from khronika.code.assertion import Standing
from khronika.code.budget import check
from khronika.code.crowds import joined, parties_in
from khronika.code.data import words
from khronika.code.lexicon import Hit, lexicon
from khronika.code.mentions import Mention, Reading
from khronika.code.people import Party, Span
from khronika.code.text import Sentence


@dataclass(frozen=True, slots=True)
class _Words:
    """The compiled patterns of a language's `reader.yaml` and `assertion.yaml`."""

    patterns: dict[str, re.Pattern[str]]

    def has(self, name: str, text: str) -> bool:
        found = self.patterns.get(name)
        return bool(found and found.search(text))


@cache
def _words(lang: str) -> _Words:
    merged = {**words(lang, "reader"), **words(lang, "assertion")}
    return _Words({name: re.compile(value) for name, value in merged.items() if isinstance(value, str)})


def read_clauses(chosen: Sequence[tuple[Sentence, bool]], lang: str) -> dict[int, Reading]:
    """Return what each sentence tells, by its number; each comes with whether it is a headline."""
    known = lexicon(lang)
    read: dict[int, Reading] = {}
    before = ("", -1)
    for sentence, headline in chosen:
        check()
        hits = list(known.hits(sentence.text))
        parties = parties_in(sentence.text, lang, sentence.start)
        heard = sentence.text if before[1] != sentence.paragraph else f"{before[0]} {sentence.text}"
        before = (sentence.text, sentence.paragraph)
        mentions = _mentions(sentence, headline, hits, parties, lang, heard) if hits else ()
        read[sentence.index] = Reading(mentions=mentions, parties=parties)
    return read


def _mentions(
    sentence: Sentence, headline: bool, hits: list[Hit], parties: tuple[Party, ...], lang: str, heard: str
) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for hit in _best(hits):
        mention = _mention(sentence, headline, hit, parties, lang, heard)
        if mention is not None:
            found.append(mention)
    return tuple(m for m in found if not any(_tells_better(other, m) for other in found))


# Of two acts that one word tells, the one that says more: a threat is not the return, a transfer is not one.
_RATHER = {
    ("threatened_return", "forced_return"),
    ("detention", "forced_return"),
    ("forced_return", "arrest"),
    ("interrogation", "arrest"),
    ("release", "forced_return"),
}


def _tells_better(one: Mention, other: Mention) -> bool:
    if one is other:
        return False
    overlap = one.word[0] < other.word[1] and other.word[0] < one.word[1]
    if overlap and (one.act, other.act) in _RATHER:
        return True
    near = one.act == other.act and one.clause == other.clause and abs(one.word[0] - other.word[0]) <= 14
    return near and (other.entry.weak, other.word) > (one.entry.weak, one.word)


def _best(hits: list[Hit]) -> list[Hit]:
    """Of entries that speak of one act at overlapping words keep the firmest and longest."""
    ordered = sorted(hits, key=lambda h: (h.entry.act, h.entry.weak, -(h.end - h.start)))
    kept: list[Hit] = []
    for hit in ordered:
        if not any(k.entry.act == hit.entry.act and k.start < hit.end and hit.start < k.end for k in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.word, h.entry.number))


def _mention(
    sentence: Sentence, headline: bool, hit: Hit, parties: tuple[Party, ...], lang: str, heard: str
) -> Mention | None:
    """Read one act; `heard` is the sentence with the one before it, where a word may need its company."""
    text, entry = sentence.text, hit.entry
    low, high = _clause(text, hit, lang)
    how = _standing(text, hit, low, lang)
    if how is Standing.UNREAL:
        return None
    if entry.flag("coercive") and actor_span(text, lang, _COERCIVE) is None:
        return None
    victims = _victims(text, hit, low, parties, sentence.start, lang)
    if entry.flag("needs") and not _needed(str(entry.flag("needs")), heard, lang):
        return None
    reach = hit.word if entry.act in _HANDED and hit.word > low else high
    found = actor_span(text[low:reach], lang, _KNOWN)
    actor = found[0] if found else None
    span = (sentence.start + low + found[1], sentence.start + low + found[2]) if found else None
    habit = how is Standing.HABIT and all(not (p.count and p.count.exact) for p in victims)
    return Mention(
        act=entry.act,
        entry=entry,
        sentence=sentence,
        word=(sentence.start + hit.word, sentence.start + max(hit.word_end, hit.word + 1)),
        clause=_quote(text, low, high, sentence.start),
        parties=victims,
        actor=actor,
        actor_span=span,
        ground=_ground(entry.act, text, low, hit, sentence.start, lang),
        specificity="pattern" if habit else "incident",
        headline=headline,
        running=bool(entry.flag("running")) or (entry.state and _words(lang).has("still", text[low:])),
        moved=bool(entry.flag("moved")),
        attributive=_attributive(text, hit, lang),
    )


def _attributive(text: str, hit: Hit, lang: str) -> bool:
    """ "A herder who had been freed said": the word only says which people are meant."""
    known = _words(lang).patterns
    if "attributive" not in known:
        return False
    return bool(known["attributive"].match(text, hit.word))


_KNOWN = frozenset(
    {
        "police",
        "state_security",
        "border_guard",
        "military",
        "prison",
        "prosecution_court",
        "broker_trafficker",
        "employer",
        "other",
    }
)
_COERCIVE = frozenset({"police", "state_security", "border_guard", "military", "prison", "other"})


_HANDED = frozenset({"forced_return", "threatened_return"})


def _needed(kind: str, text: str, lang: str) -> bool:
    found = _words(lang).patterns.get(f"needs_{kind}")
    return found is None or bool(found.search(text))


# ------------------------------------------------------------------ clauses
def _clause(text: str, hit: Hit, lang: str) -> Span:
    """The clause around a word: from the last boundary before it to the first after it."""
    boundary = _words(lang).patterns["clause"]
    low, high = 0, len(text)
    for match in boundary.finditer(text):
        if match.end() <= hit.start:
            low = match.end()
        elif match.start() >= hit.end:
            high = match.start()
            break
    return low, high


def _quote(text: str, low: int, high: int, base: int) -> Span:
    strip = " ,，、;；:：。.!?“”\"'‘’「」『』"
    while low < high and text[low] in strip:
        low += 1
    while high > low and text[high - 1] in strip:
        high -= 1
    return base + low, base + max(high, low + 1)


# ------------------------------------------------------------------ what is asserted
def _standing(text: str, hit: Hit, low: int, lang: str) -> Standing:
    known = _words(lang)
    before, after = text[low : hit.start], text[hit.end : hit.end + 24]
    if known.has("unreal_sentence", text) or known.has("question_end", text):
        return Standing.UNREAL
    if hit.entry.act == "arrest" and known.has("thing_taken", text[low : hit.end + 8]):
        return Standing.UNREAL
    if known.has("denied_after", after[:18]):
        return Standing.UNREAL
    if not hit.entry.flag("future"):
        if not hit.entry.flag("positive") and (
            known.has("unreal_after", after) or known.has("negated_before", before[-8:])
        ):
            return Standing.UNREAL
        if known.has("unreal_in", before) or known.has("unreal_before", before):
            return Standing.UNREAL
    elif known.has("denied_before", before) or known.has("feared", text):
        return Standing.UNREAL
    if known.has("habit", text) or known.has("several", text):
        return Standing.HABIT
    return Standing.ASSERTED


# ------------------------------------------------------------------ to whom
def _victims(
    text: str, hit: Hit, low: int, parties: tuple[Party, ...], base: int, lang: str
) -> tuple[Party, ...]:
    if hit.entry.victim == "none":
        return ()
    scored = [(score, p) for p in parties if (score := _fit(text, hit, low, p, base, lang)) > -1.6]
    if not scored:
        return ()
    best = max(scored, key=lambda pair: (pair[0], -pair[1].start))[1]
    return (_with_neighbours(best, parties, text, base, lang),)


def _with_neighbours(best: Party, parties: tuple[Party, ...], text: str, base: int, lang: str) -> Party:
    """ "Sixteen students and a monk" are seventeen people; "the owner and staff, five in all" are five."""
    known = _words(lang).patterns
    index = next(i for i, p in enumerate(parties) if p is best)
    members = [best]
    for party in parties[index + 1 :]:
        between = text[members[-1].end - base : party.start - base]
        if "total" in known and known["total"].fullmatch(between) and party.count:
            return replace(joined(members), count=party.count, plural=True, end=party.end)
        if not known["and"].fullmatch(between):
            break
        if (
            party.count
            and "total" in known
            and known["total"].search(text[party.start - base : party.end - base])
        ):
            return replace(joined([*members, party]), count=party.count, plural=True)
        members.append(party)
    for party in reversed(parties[:index]):
        if not known["and"].fullmatch(text[party.end - base : members[0].start - base]):
            break
        members.insert(0, party)
    return joined(members) if len(members) > 1 else best


def _fit(text: str, hit: Hit, low: int, party: Party, base: int, lang: str) -> float:
    """Weigh how well people stand where those to whom it was done should stand."""
    known = _words(lang)
    start, end = party.start - base, party.end - base
    after, before = text[end : end + 8], text[max(0, start - 3) : start]
    gap = start - hit.end if start >= hit.end else hit.start - end
    passive = hit.entry.flag("voice") == "passive" or known.has(
        "passive", text[max(low, hit.word - 16) : hit.end + 4]
    )
    score = -abs(gap) / 30
    if start >= low and end <= hit.start:
        score += 1.5
    if start >= hit.end:
        score += _following(text, hit, start, passive, lang)
    else:
        score += _case(hit, after, before, passive, lang)
    if party.manner == "bare" and party.noun in _watchers(lang):
        score -= 3
    if party.manner in {"self"} and party.start - base < low:
        score -= 0.5
    return score


# What stands beside people, with its weight where the act is told in the active and in the passive.
_CASES = (("object", 2.5, 0.5), ("subject", -0.2, 2.0), ("oblique", -2.0, -2.0), ("doer", -4.0, -4.0))


def _case(hit: Hit, after: str, before: str, passive: bool, lang: str) -> float:
    known = _words(lang)
    score = sum(weights[passive] for name, *weights in _CASES if known.has(name, after))
    if known.has("dative", after):
        score += 4.5 if hit.entry.flag("dative") else -1
    if known.has("before_object", before):
        score += 3
    if known.has("agent_before", before):
        score -= 4
    return score


def cases_beside(text: str, start: int, end: int, lang: str) -> tuple[str, ...]:
    """Return in which cases people stand, by what is beside them ("object", "subject", "agent_before" …)."""
    if lang not in {"ko", "zh"}:
        return ()
    known = _words(lang)
    after, before = text[end : end + 8], text[max(0, start - 3) : start]
    names = [n for n in ("object", "subject", "oblique", "dative", "doer") if known.has(n, after)]
    names += [n for n in ("before_object", "agent_before") if known.has(n, before)]
    return tuple(names) or ("bare",)


@cache
def _watchers(lang: str) -> frozenset[str]:
    """Those who wait outside: a bare "family" asks after the people and is not held itself."""
    return frozenset(words(lang, "people").get("watchers") or ())


def _following(text: str, hit: Hit, start: int, passive: bool, lang: str) -> float:
    """People after the word: "the five who were seized", or the object of a verb that stands before it."""
    known = _words(lang)
    between = text[hit.end : start]
    if "relative" in known.patterns and len(between) <= 3 and known.has("relative", between):
        ending = known.patterns.get("relative_ending")
        if ending is None or ending.search(text[: hit.end]):
            return 3.0
    limit = known.patterns.get("object_follows")
    if limit is not None and not passive and limit.fullmatch(between):
        return 3.0
    return -2.0


# ------------------------------------------------------------------ on what ground
def _ground(act: str, text: str, low: int, hit: Hit, base: int, lang: str) -> Span | None:
    pattern = _words(lang).patterns.get("ground")
    if pattern is None or act not in {"arrest", "charge", "sentence", "detention"}:
        return None
    best: Span | None = None
    for match in pattern.finditer(text):
        if match.start() <= hit.end + 10:
            best = base + match.start("g"), base + match.end("g")
    return best
