"""Wake only where a word of an act stands: a sentence without one is never parsed.

The words of a language are entries of `acts.yaml`; an automaton over all their stems reads the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from khronika.code.data import words

_SLOT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One way to tell an act. `flags` are the remaining keys of the word file."""

    number: int
    act: str
    pattern: re.Pattern[str]
    stems: tuple[str, ...]
    verb: str | None
    victim: str
    actor: str | None
    state: bool
    weak: bool
    eg: str
    flags: dict[str, Any] = field(default_factory=dict, compare=False, hash=False)

    def flag(self, name: str) -> Any:
        return self.flags.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An entry found in a sentence: the whole match, and the word that bears the act."""

    entry: Entry
    start: int
    end: int
    word: int
    word_end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of a language and the automaton that wakes them."""

    entries: tuple[Entry, ...]
    automaton: Any = field(compare=False)

    def awake(self, folded: str) -> set[int]:
        """Return the numbers of the entries whose stems stand in a folded text."""
        found: set[int] = set()
        for _end, numbers in self.automaton.iter(folded):
            found.update(numbers)
        return found

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every entry that matches in a sentence."""
        numbers = self.awake(text.lower())
        for number in sorted(numbers):
            entry = self.entries[number]
            for match in entry.pattern.finditer(text):
                at = (
                    match.start("v")
                    if "v" in entry.pattern.groupindex and match.start("v") >= 0
                    else match.start()
                )
                to = (
                    match.end("v") if "v" in entry.pattern.groupindex and match.end("v") > at else match.end()
                )
                yield Hit(entry=entry, start=match.start(), end=match.end(), word=at, word_end=to)


@cache
def lexicon(lang: str) -> Lexicon:
    """Load and compile the acts of a language."""
    import ahocorasick

    source = words(lang, "acts")
    entries = tuple(_entry(number, row, source) for number, row in enumerate(source["entries"]))
    by_stem: dict[str, set[int]] = {}
    for entry in entries:
        for stem in entry.stems:
            by_stem.setdefault(stem.lower(), set()).add(entry.number)
    machine = ahocorasick.Automaton()
    for stem, numbers in by_stem.items():
        machine.add_word(stem, tuple(numbers))
    machine.make_automaton()
    return Lexicon(entries, machine)


_OWN = {"act", "verb", "pattern", "stems", "victim", "actor", "kind", "weak", "eg"}


def _entry(number: int, row: dict[str, Any], source: dict[str, Any]) -> Entry:
    macros: dict[str, str] = source.get("macros") or {}
    verb = row.get("verb")
    if verb and "pattern" not in row:
        forms = source["forms"].get(verb) or regular_forms(verb)
        tail = row.get("after")
        body = f"(?P<v>{'|'.join(sorted(map(re.escape, forms), key=len, reverse=True))})"
        text = rf"\b{body}\b" + (rf"(?:\s+|, ){tail}" if tail else "")
        stems = tuple(forms)
    else:
        text, stems = row["pattern"], tuple(row["stems"])
    while _SLOT.search(text):
        text = _SLOT.sub(lambda match: macros[match.group(1)], text)
    return Entry(
        number=number,
        act=row["act"],
        pattern=re.compile(text, re.IGNORECASE),
        stems=stems,
        verb=verb,
        victim=str(row.get("victim") or "object"),
        actor=row.get("actor"),
        state=row.get("kind") == "state",
        weak=bool(row.get("weak")),
        eg=row["eg"],
        flags={k: v for k, v in row.items() if k not in _OWN},
    )


def regular_forms(verb: str) -> list[str]:
    """Return the forms of a regular English verb.

    >>> regular_forms("seize")
    ['seize', 'seizes', 'seized', 'seizing']
    """
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]
