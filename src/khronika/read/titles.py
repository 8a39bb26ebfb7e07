"""Find the headline among the lines above a text.

Each line is weighed by what headlines are like and mastheads, standfirsts and labels are not; of two
that weigh the same the upper one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache

from khronika.read.bylines import credits_in, is_carried, is_credit, name_with_role, words
from khronika.read.outlets import (
    fold,
    is_genre,
    is_masthead,
    is_name_like,
    is_organisation,
    is_periodical,
    numbered,
)
from khronika.read.page import PART
from khronika.read.printed_dates import dates_in
from khronika.read.prose import is_prose

LONGEST_TITLE = 220


def title_in(
    lines: Sequence[str], outlets: Container[str] = frozenset(), loud: Iterable[str] = ()
) -> tuple[str | None, list[str]]:
    """Return the headline, and the other lines, which may name the outlet.

    `outlets` are folded names that something else shows to be a publisher's; `loud` are lines that the
    page sets larger than the text.

    >>> title_in(["THE REED POST", "Families wait at the gate", "By Oddny Falkenrath"])[0]
    'Families wait at the gate'
    """
    rest = [line for whole in lines for line in _parted(whole) if len(line) <= LONGEST_TITLE]
    rest = _joined(rest)
    for line in rest:
        if labelled := labelled_title(line):
            return labelled, [other for other in rest if other != line]
    candidates = [line for line in rest if not _is_other(line, outlets)]
    candidates = [line for line in candidates if not is_prose(line)] or candidates
    if not candidates:
        return None, rest
    alone = sum(line.isupper() for line in candidates) == 1
    scores: list[float] = []
    set_loud = {fold(line) for line in loud}
    above = 0
    for line in candidates:
        scores.append(_weight(bare_title(line), alone=alone) - 0.8 * above + 2.5 * (fold(line) in set_loud))
        above += not (_is_label(line))
    title = candidates[scores.index(max(scores))]
    return bare_title(title), [line for line in rest if line != title]


def _is_label(line: str) -> bool:
    """Say whether a line above a headline is a masthead, a section or the number of an issue."""
    return is_masthead(line) or numbered(line) or is_periodical(line)


def _weight(line: str, *, alone: bool) -> float:
    wide = sum(ord(char) > 0x2E7F for char in line)
    size = len(line) + wide
    weight = min(size, 40) / 10
    if is_masthead(line):
        weight -= 2.5
    elif is_name_like(line):
        weight -= 0.7
    if numbered(line) or is_periodical(line):
        weight -= 4.5
    if re.search(r"[,:;?!'‘’\"“”「」…·—]|[一-鿿][ 　][一-鿿]", line):
        weight += 0.8
    if re.search(r"[\"“”「『]", line[:3]):
        weight += 1 if not re.fullmatch(r"[“\"「『][^“”\"]+[”\"」』]", line) else 2
    if line.isupper() and alone and len(line.split()) > 3 and re.search(r"[,:;?!'\"“”…]", line):
        weight += 1
    if re.search(r"[.。]$", line):
        weight -= 2.5 if size > 60 or re.search(r"(?:。|다\.)$", line) else 1.5  # a standfirst, or the text
    if size > 130 or is_prose(line):
        weight -= 2
    if re.match(r"\W*[■□▲△●○◆◇▶▷#]", line):
        weight -= 3  # the first of several items
    return weight


def _is_other(line: str, outlets: Container[str]) -> bool:
    """Say whether a line can be no headline: a date, a credit, a label, an address, an outlet."""
    return bool(
        dates_in(line)
        or is_credit(line)
        or name_with_role(line)
        or (re.search(r"[:：／]", line) and _names(line))
        or is_genre(line)
        or is_kicker(line)
        or (is_carried(line) and len(line) < 80 and re.search(r"[:：]", line))
        or fold(line) in outlets
        or (is_organisation(line) and len(line) <= 12)
        or re.search(r"\S@\S|https?:|www\.", line)
        or _no_title().match(line)
    )


def _names(line: str) -> bool:
    found = credits_in([line])
    return bool(found.authors or found.translators or found.editors)


def is_kicker(line: str) -> bool:
    """Say whether a line is one shouted word, or a word in brackets."""
    if not re.search(r"\w", line):
        return True
    bare = line.strip(" :[]【】")
    return (line.isupper() and len(bare.split()) == 1 and bare.isascii()) or bool(
        re.fullmatch(r"[\[【〈<][^\]】〉>]{1,12}[\]】〉>]", line.strip())
    )


def _parted(line: str) -> list[str]:
    """Part "Outlet | Headline" into two lines; a kind of text ("Interview | …") stays with its headline."""
    if " > " in line:
        return [line.partition(" > ")[0].strip()]  # a trail of sections
    if PART in line:
        return [part for piece in line.split(PART) for part in _parted(piece.strip()) if part]
    parts = [part.strip() for part in re.split(r"\s+[|]\s+|\s*｜\s*", line)]
    if len(parts) != 2 or dates_in(line) or is_credit(line) or is_genre(parts[0]) or name_with_role(line):
        return [line]
    return parts if not is_genre(parts[1]) else parts[:1]


def _joined(lines: list[str]) -> list[str]:
    """Join a line that begins in lower case to the one before it: a headline over two lines."""
    joined: list[str] = []
    for line in lines:
        above = joined[-1] if joined else ""
        if above and re.match(r"[a-z]", line) and not _is_other(line, ()) and not dates_in(above):
            joined[-1] = f"{above} {line}"
        else:
            joined.append(line)
    return joined


def labelled_title(line: str) -> str | None:
    """Return the headline that a label names: "Title: …", 题：…."""
    found = _title_label().match(line)
    return bare_title(_forwarded().sub("", line[found.end() :])) or None if found else None


def bare_title(title: str) -> str:
    """Cut off how a text came here and its number in a series.

    >>> bare_title('[전재] 강물'), bare_title('Testimony 22. "I counted"')
    ('강물', '"I counted"')
    """
    title = _how_it_came().sub("", title).strip()
    numbered_quote = re.match(r"^[A-Z][a-z]+ \d+[.:] (?=[\"“])", title)
    return title[numbered_quote.end() :] if numbered_quote else title


@cache
def _title_label() -> re.Pattern[str]:
    return re.compile(words()["titles"]["labels"], re.IGNORECASE)


@cache
def _forwarded() -> re.Pattern[str]:
    return re.compile(words()["titles"]["forwarded"], re.IGNORECASE)


@cache
def _how_it_came() -> re.Pattern[str]:
    return re.compile(rf"^[\[【(（](?:{words()['titles']['came']})[\]】)）]\s*", re.IGNORECASE)


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(words()["titles"]["never"], re.IGNORECASE)
