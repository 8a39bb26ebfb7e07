"""What came in, and what was read from it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from khronika.record.ids import Digest, ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A file exactly as it was received (ESF Document)."""

    digest: Digest
    name: str
    media_type: str
    size: int
    received: datetime
    received_by: str
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a stretch of a text stands in its original: a node of a web page, or a page and a box on it.

    `node` is an XPath; `page` counts from 1; `box` is left, top, right and bottom in ten-thousandths of
    the page's width and height, counted from the upper left corner.
    """

    start: int
    end: int
    node: str | None = None
    page: int | None = None
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An original read: who published it, when, and its text (ESF Document).

    `text` has paragraphs parted by blank lines; every offset in the record counts its characters.
    `spots` lead from the text to the original, in the order of the text.
    """

    id: ReportId
    text: str
    lang: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: date | None = None
    authors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    republished_by: str | None = None
    warnings: tuple[str, ...] = field(default=(), compare=False)
    spots: tuple[Spot, ...] = field(default=(), compare=False)

    langs: tuple[str | None, ...] = field(default=(), compare=False)
    """The language of each paragraph; translations may stand side by side."""

    def spots_of(self, start: int, end: int) -> tuple[Spot, ...]:
        """Return the places of a stretch of the text."""
        return tuple(spot for spot in self.spots if spot.start < end and spot.end > start)
