"""A report before it is put together: its lines in order, and what the file says of itself."""

from dataclasses import dataclass, field

from khronika.record import Spot

PART = "\u2003"
"""Stands between two parts of a line that a page sets apart without a word or a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Bibliographic data that a file declares in its own metadata (JSON-LD, meta tags, properties).

    `bylines` and `stamps` are texts that the page shows and marks as credits or as dates;
    `loud` are the lines that it sets as headlines.
    """

    site: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    page_title: str | None = None
    bylines: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    loud: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The visible text of a file as paragraphs.

    `body` is the report; `head` stands before it (masthead, headline, byline), `tail` after it
    (credits, copyright). A paragraph may stand in `head` and in `body`. `places` says for each paragraph
    of `body` where it stands in the original, offsets counted within the paragraph.
    """

    body: tuple[str, ...]
    places: tuple[tuple[Spot, ...], ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    declared: Declared = Declared()
    warnings: tuple[str, ...] = field(default=())
