"""Measure the main text of web pages side by side with trafilatura: F, pages per second, peak memory.

    python -m bench.read FOLDER

FOLDER is what bench.read.pages writes. A page counts for every passage that must be in the text or must not,
as in trafilatura's own evaluation; passages that stand only among the comments are left out, since comments are
no part of a report. Each way runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import time
from collections.abc import Callable
from pathlib import Path

from bench.read.decoys import decoys

Page = tuple[str, list[str], list[str]]
WAYS = ("trafilatura", "khronika")
REPEATS = 3


def by_trafilatura(source: str) -> str:
    """Return the text that trafilatura gives with its own defaults, without comments."""
    import trafilatura

    return trafilatura.extract(source, include_comments=False) or ""


def by_khronika(source: str) -> str:
    """Return the text that Khronika gives."""
    from khronika.read.beside import beside
    from khronika.read.html import main_text, tree_of
    from khronika.read.main_text import lines_of

    tree = tree_of(source)
    if tree is None:
        return ""
    return "\n".join(line.text for line in main_text(source, lines_of(tree, beside(tree)), None))


def folded(text: str) -> str:
    """Return a text with white space folded."""
    return re.sub(r"\s+", " ", text)


def saved_pages(folder: Path) -> list[Page]:
    """Return the saved pages with their passages, comments left out."""
    import trafilatura

    from khronika.read.encodings import decode

    pages = []
    for row in json.loads((folder / "gold.json").read_text(encoding="utf-8")):
        source = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode((folder / "cache" / row["file"]).read_bytes()))
        told = trafilatura.bare_extraction(source, include_comments=True)
        comments = folded((told.comments if told else "") or "")
        text = folded(by_trafilatura(source))
        wanted = [w for w in row["with"] if not (folded(w) in comments and folded(w) not in text)]
        pages.append((source, wanted, row["without"]))
    return pages


def score(texts: list[str], pages: list[Page]) -> tuple[float, float, float]:
    """Return precision, recall and F over passages."""
    right = missed = wrong = 0
    for text, (_, wanted, unwanted) in zip(texts, pages, strict=True):
        told = folded(text)
        right += sum(folded(w) in told for w in wanted)
        missed += sum(folded(w) not in told for w in wanted)
        wrong += sum(folded(w) in told for w in unwanted)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure(
    way: str, pages: list[Page], answers: multiprocessing.Queue[tuple[list[str], float, float]]
) -> None:
    """Answer with the texts, the seconds of the quickest run, and peak memory in MB."""
    work: Callable[[str], str] = {"trafilatura": by_trafilatura, "khronika": by_khronika}[way]
    work(pages[0][0])
    best, texts = float("inf"), []
    for _ in range(REPEATS):
        began = time.perf_counter()
        texts = [work(source) for source, _, _ in pages]
        best = min(best, time.perf_counter() - began)
    answers.put((texts, best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Measure both ways on both sets and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="What bench.read.pages wrote.")
    folder = parser.parse_args().folder
    sets = {"decoys": decoys()} | ({"saved": saved_pages(folder)} if folder else {})
    context = multiprocessing.get_context("spawn")
    print(f"{'set':<9}{'pages':>6} {'way':<13}{'P':>7}{'R':>7}{'F':>7}{'pages/s':>10}{'peak MB':>9}")
    for name, pages in sets.items():
        rates = {}
        for way in WAYS:
            answers: multiprocessing.Queue[tuple[list[str], float, float]] = context.Queue()
            process = context.Process(target=measure, args=(way, pages, answers))
            process.start()
            texts, seconds, peak = answers.get()
            process.join()
            rates[way] = len(pages) / seconds
            p, r, f = score(texts, pages)
            print(
                f"{name:<9}{len(pages):>6} {way:<13}{p:>7.3f}{r:>7.3f}{f:>7.3f}{rates[way]:>10.1f}{peak:>9.0f}"
            )
        print(f"{name:<9}{'':>6} {'times':<33}{rates['khronika'] / rates['trafilatura']:>11.2f}")
