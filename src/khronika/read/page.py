"""A report before it is put together: its lines in order, and what the file says of itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Bibliographic data that a file declares in its own metadata (JSON-LD, meta tags, properties)."""

    site: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    page_title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The visible text of a file as paragraphs.

    `body` is the report; `head` stands before it (masthead, headline, byline), `tail` after it
    (credits, copyright). A paragraph may stand in `head` and in `body`.
    """

    body: tuple[str, ...]
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    declared: Declared = Declared()
    warnings: tuple[str, ...] = field(default=())
