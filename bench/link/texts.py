"""Make a benchmark of copies: originals, what sites do to them, and what only looks like a copy.

The originals are the invented reports of tests/corpus and texts made from their words (a chain of words that
repeats no long run). Everything follows from the seed.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

from khronika.record import Report, ReportId

CORPUS = Path(__file__).parent.parent.parent / "tests" / "corpus"
LANGUAGES = ("en", "ko", "zh")
CHANGES = (
    "boilerplate",
    "edits 10 %",
    "edits 25 %",
    "headline",
    "excerpt 60 %",
    "excerpt 30 %",
    "excerpt 60 % in boilerplate",
    "excerpt 30 % in boilerplate",
    "reordered",
    "edits 10 %, headline, boilerplate",
    "edits 25 %, headline, boilerplate",
)


@dataclass
class Benchmark:
    """Reports; which of them is made from which, and by what change; who shares a passage only."""

    reports: list[Report] = field(default_factory=list)
    made_from: dict[str, str] = field(default_factory=dict)
    change: dict[str, str] = field(default_factory=dict)
    background: set[tuple[str, str]] = field(default_factory=set)

    def family(self, report: str) -> str:
        """Return the original of a report."""
        return self.made_from.get(report, report)


@cache
def real_reports(lang: str) -> tuple[tuple[str, ...], ...]:
    """Return the paragraphs of each invented report of the corpus in one language."""
    from khronika.read.readers import read_report

    found = []
    for file in sorted((CORPUS / "docs").iterdir()):
        gold = json.loads((CORPUS / "gold" / f"{file.stem}.json").read_text(encoding="utf-8"))
        if gold["lang"] == lang and not gold["copy_of"] and file.suffix in {".txt", ".html"}:
            text = read_report(ReportId(file.stem), file.name, file.read_bytes()).text
            found.append(tuple(p for p in text.split("\n\n") if p.strip()))
    return tuple(found)


class Writer:
    """Writes text of one language that nobody wrote before, with the words of the corpus."""

    def __init__(self, lang: str, random: Random) -> None:
        self.lang, self.random = lang, random
        self.leaps = 0.4 if lang == "ko" else 0.2  # in so small a corpus few words follow a Korean word
        self.glue = "" if lang == "zh" else " "
        self.words: list[str] = []
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        for report in real_reports(lang):
            for paragraph in report:
                tokens = self.tokens(paragraph)
                self.words += tokens
                for one, two in pairwise(tokens):
                    self.after[one].append(two)

    def tokens(self, text: str) -> list[str]:
        """Part a text into words; in Chinese into pieces of at most two characters."""
        return re.findall(r"[㐀-鿿]{1,2}|[^㐀-鿿\s]+", text) if self.lang == "zh" else text.split()

    def join(self, tokens: list[str]) -> str:
        return self.glue.join(tokens)

    def passage(self, length: int) -> str:
        """Return a passage of so many words; now and then it leaves the beaten track."""
        random, tokens = self.random, [self.random.choice(self.words)]
        while len(tokens) < length:
            following = self.after.get(tokens[-1])
            tokens.append(
                random.choice(following if following and random.random() > self.leaps else self.words)
            )
        return self.join(tokens)

    def report(self) -> list[str]:
        """Return the paragraphs of a new report."""
        return [self.passage(self.random.randint(25, 70)) for _ in range(self.random.randint(4, 9))]

    def edited(self, text: str, share: float) -> str:
        """Change, drop or add that share of the words, one here and one there."""
        random, out = self.random, []
        for token in self.tokens(text):
            if random.random() >= share:
                out.append(token)
            elif random.random() < 0.6:
                out.append(random.choice(self.words))
            elif random.random() < 0.5:
                out += [token, random.choice(self.words)]
        return self.join(out)


def copies(reports: int, seed: int = 1) -> Benchmark:
    """Return a benchmark of about so many reports; half are made from another one of them."""
    made, random = Benchmark(), Random(seed)
    for lang in LANGUAGES:
        _copies_of(made, lang, reports // len(LANGUAGES), random)
    random.shuffle(made.reports)
    return made


def _copies_of(made: Benchmark, lang: str, number: int, random: Random) -> None:
    writer = Writer(lang, random)
    sites = [
        (writer.passage(random.randint(10, 40)), writer.passage(random.randint(20, 90)))
        for _ in range(max(4, number // 40))
    ]
    shared = [writer.passage(random.randint(35, 80)) for _ in range(max(2, number // 60))]
    originals = [list(p) for p in real_reports(lang)]
    while len(originals) < number // 2:
        originals.append(writer.report())
    with_background: defaultdict[str, list[str]] = defaultdict(list)
    for n, paragraphs in enumerate(originals):
        key = f"{lang}-o{n}"
        if n % 3 == 0:  # a paragraph of background that an agency hangs on many stories
            passage = random.choice(shared)
            paragraphs.append(passage)
            with_background[passage].append(key)
        body = "\n\n".join(paragraphs)
        if n % 2 == 0:  # its own outlet has boilerplate too
            head, foot = random.choice(sites)
            body = f"{head}\n\n{body}\n\n{foot}"
        _add(made, key, lang, body, random.randint(0, 300))
    for keys in with_background.values():
        made.background |= {(a, b) for i, a in enumerate(keys) for b in keys[i + 1 :]}
    for n in range(number // 100):  # a form that is filled in anew every week is no copy of last week's
        form = _form(writer)
        _add(made, f"{lang}-f{n}a", lang, _filled(form, writer), random.randint(0, 300))
        _add(made, f"{lang}-f{n}b", lang, _filled(form, writer), random.randint(0, 300))
    for n in range(number - len(originals)):
        source = random.randrange(len(originals))
        change = CHANGES[n % len(CHANGES)]
        key = f"{lang}-c{n}"
        head, foot = (
            random.choice(sites) if random.random() < 0.9 else (writer.passage(20), writer.passage(40))
        )
        body = changed(originals[source], change, writer, head, foot)
        _add(made, key, lang, body, random.randint(301, 340))
        made.made_from[key], made.change[key] = f"{lang}-o{source}", change


def _form(writer: Writer) -> list[str]:
    """Return a text in which a number or a name is to be filled in every few words."""
    return [writer.passage(writer.random.randint(4, 9)) for _ in range(25)]


def _filled(form: list[str], writer: Writer) -> str:
    random = writer.random
    return writer.join(
        [p for piece in form for p in (piece, str(random.randint(2, 9999)), random.choice(writer.words))]
    )


def changed(paragraphs: list[str], change: str, writer: Writer, head: str, foot: str) -> str:
    """Return a text as a site would carry it."""
    kept = list(paragraphs)
    if change.startswith("excerpt"):
        kept = _excerpt(kept, 0.6 if "60" in change else 0.3, writer)
    if change.startswith("edits"):
        kept = [writer.edited(p, 0.1 if "10" in change else 0.25) for p in kept]
    if change == "reordered":
        writer.random.shuffle(kept)
    if "headline" in change:
        kept = [writer.passage(9), *kept]
    if "boilerplate" in change:
        kept = [head, *kept, foot]
    return "\n\n".join(kept)


def _excerpt(paragraphs: list[str], share: float, writer: Writer) -> list[str]:
    tokens = [token for p in paragraphs for token in [*writer.tokens(p), "\n\n"]]
    length = max(1, round(share * len(tokens)))
    start = writer.random.randint(0, len(tokens) - length)
    text = writer.join(tokens[start : start + length])
    return [p.strip() for p in text.split("\n\n") if p.strip()]


def one_wire(reports: int, of_one_wire: int, seed: int = 1) -> list[Report]:
    """Return English reports of which many are one wire, each on another page with its own edits."""
    random = Random(seed)
    writer = Writer("en", random)
    wire = writer.report()
    sites = [(writer.passage(25), writer.passage(50)) for _ in range(200)]
    made = Benchmark()
    _add(made, "wire", "en", "\n\n".join(wire), 0)
    for n in range(reports - 1):
        head, foot = random.choice(sites)
        body = [writer.edited(p, 0.05) for p in wire] if n < of_one_wire else [writer.passage(60)]
        _add(made, f"r{n}", "en", "\n\n".join([head, *body, foot]), 1 + n % 300)
    return made.reports


def _add(made: Benchmark, key: str, lang: str, text: str, day: int) -> None:
    published = date(2023, 1, 1) + timedelta(days=day)
    made.reports.append(Report(id=ReportId(key), text=text, lang=lang, published=published))
