"""Links as a sheet that people judge in a spreadsheet: write it, and take it back in.

The columns `verdict` (same, not_same or empty) and `reason` are for people; all others are there to read.
A cell that a spreadsheet would run as a formula is written with an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khronika.casebook.judging_links import KINDS, VERDICTS, Proposal, judge_link, reports_of_claims
from khronika.casebook.linking import link_everything
from khronika.casebook.sheets import sheet_text
from khronika.errors import KhronikaError, UsageError

if TYPE_CHECKING:
    from khronika.record import Report
    from khronika.store.models import Member

COLUMNS = (
    "link verdict reason state machine doubt score why left_report left_outlet left_published left_words "
    "right_report right_outlet right_published right_words"
).split()
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many rows were judged, and which failed with which sentence (by their line in the sheet)."""

    judged: int
    failed: tuple[tuple[int, str], ...]


def sheet_of(proposals: Sequence[Proposal]) -> str:
    """Return proposals as CSV, in their order."""
    return sheet_text([COLUMNS, *([row[name] for name in COLUMNS] for row in rows_of(proposals))])


def rows_of(proposals: Sequence[Proposal]) -> Iterator[dict[str, str]]:
    """Return what a sheet or a list shows of each proposal."""
    from khronika.casebook.reading_room import report_summaries

    ends = [end for p in proposals if p.kind == "incident" for end in (p.link.left, p.link.right)]
    of = reports_of_claims(ends)
    words = _words(ends)
    named = {end for p in proposals for end in (p.link.left, p.link.right)}
    reports = report_summaries({of.get(end, end) for end in named})
    for proposal in proposals:
        link = proposal.link
        row = {
            "link": proposal.key,
            "verdict": "",
            "reason": "",
            "state": proposal.state,
            "machine": "one" if proposal.holds else "apart",
            "doubt": f"{proposal.doubt:.2f}",
            "score": f"{link.score:.2f}",
            "why": "; ".join(link.reasons),
        }
        for side, end in (("left", link.left), ("right", link.right)):
            row.update(_side(side, of.get(end, end), words.get(end, ""), reports))
        yield row


def take_in(member: Member, text: str) -> TakenIn:
    """Judge as a sheet says; rows without a verdict are passed over. Raises UsageError for another file."""
    sheet = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if not {"link", "verdict", "reason"} <= set(sheet.fieldnames or ()):
        raise UsageError(
            what="The sheet needs the columns link, verdict and reason, as the export writes them."
        )
    judged, failed = 0, []
    for number, row in enumerate(sheet, start=2):
        verdict = (row["verdict"] or "").strip().lower()
        if not verdict:
            continue
        try:
            kind, left, right = _key(row["link"] or "")
            if verdict not in VERDICTS:
                raise UsageError(what="A verdict is same, not_same or empty.")
            judge_link(member, kind, verdict, [left], [right], row["reason"] or "", relink=False)
        except KhronikaError as error:
            failed.append((number, error.sentence))
        else:
            judged += 1
    if judged:
        link_everything()
    return TakenIn(judged, tuple(failed))


def _key(text: str) -> tuple[str, str, str]:
    kind, _, ends = text.strip().lstrip("'").partition("~")
    left, _, right = ends.partition("~")
    if kind not in KINDS or not left or not right:
        raise UsageError(what="This row names no link.")
    return kind, left, right


def _side(side: str, report: str, words: str, reports: Mapping[str, Report]) -> dict[str, str]:
    told = reports.get(report)
    return {
        f"{side}_report": report,
        f"{side}_outlet": (told.outlet or "") if told else "",
        f"{side}_published": told.published.isoformat() if told and told.published else "",
        f"{side}_words": words[:LONGEST_WORDS],
    }


def _words(claims: Sequence[str]) -> dict[str, str]:
    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow

    found: dict[str, str] = {}
    keys = sorted(set(claims))
    for at in range(0, len(keys), 500):
        for claim in map(claim_of, ClaimRow.objects.filter(id__in=keys[at : at + 500])):
            found[claim.id] = " … ".join(q.text for q in claim.quotes)
    return found
