"""A report before it is put together: its lines in order, and what the file says of itself."""

from dataclasses import dataclass, field

PART = "\u2003"
"""Stands between two parts of a line that a page sets apart without a word or a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Bibliographic data that a file declares in its own metadata (JSON-LD, meta tags, properties).

    `bylines` and `stamps` are texts that the page shows and marks as credits or as dates.
    """

    site: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    page_title: str | None = None
    bylines: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in an original: a node of a page's tree, or a page (from 1) and a box on it.

    The box is left, bottom, right and top; points from the lower left in a PDF, pixels from the upper
    left in an image or a scan (then bottom is greater than top).
    """

    node: str | None = None
    page: int | None = None
    box: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The visible text of a file as paragraphs.

    `body` is the report; `head` stands before it (masthead, headline, byline), `tail` after it
    (credits, copyright). A paragraph may stand in `head` and in `body`. `places` says for each paragraph
    of `body` where it stands in the original.
    """

    body: tuple[str, ...]
    places: tuple[Spot | None, ...] = ()
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    declared: Declared = Declared()
    warnings: tuple[str, ...] = field(default=())
