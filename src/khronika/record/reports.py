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
class Report:
    """An original read: who published it, when, and its text (ESF Document).

    `text` has paragraphs parted by blank lines; every offset in the record counts its characters.
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
