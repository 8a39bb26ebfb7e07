"""The words of a report on which a value rests.

A value without its words does not exist: `text[start:end]` is the quote, always.
"""

from dataclasses import dataclass

from khronika.errors import QuoteError
from khronika.record.ids import ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A stretch of a report's text, with its place (character offsets, end exclusive)."""

    report: ReportId
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise QuoteError(start=self.start, end=self.end)


def quote_at(report: ReportId, text: str, start: int, end: int) -> Quote:
    """Cut a quote out of a text.

    >>> quote_at(ReportId("r1"), "two women were held", 0, 9).text
    'two women'
    """
    return Quote(report=report, start=start, end=end, text=text[start:end])


def stands_in(quote: Quote, text: str) -> bool:
    """Say whether the quote is what the text holds at that place."""
    return text[quote.start : quote.end] == quote.text
