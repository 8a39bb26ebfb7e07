"""Read what a web page declares of itself: JSON-LD, Open Graph, Dublin Core, meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from khronika.read.page import Declared

_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
)
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")


def declared_in(tree: Any) -> Declared:
    """Return what an lxml tree declares."""
    metas = _metas(tree)
    articles = list(_articles(tree))
    title = _title_element(tree)
    site = _meta(metas, _SITE_NAMES) or _first_text(_publisher(a, articles) for a in articles)
    return Declared(
        site=_clean(site),
        title=_clean(
            _first_text(a.get("headline") for a in articles) or _meta(metas, ("og:title", "dc.title"))
        ),
        published=_first_text(a.get("datePublished") for a in articles) or _meta(metas, _DATE_NAMES),
        authors=_authors(metas, articles),
        page_title=_clean(title),
    )


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _meta(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects that describe a report, ids resolved one step."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            loaded = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        things = list(_things(loaded))
        by_id = {str(t["@id"]): t for t in things if "@id" in t and len(t) > 1}
        for thing in things:
            kinds = thing.get("@type") or ""
            if re.search(r"Article|Posting|Report|Episode|WebPage", str(kinds)) and thing.get(
                "datePublished"
            ):
                yield {
                    k: by_id.get(str(v.get("@id")), v) if isinstance(v, dict) else v for k, v in thing.items()
                }


def _things(loaded: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(loaded, list):
        for item in loaded[:200]:
            yield from _things(item, depth + 1)
    elif isinstance(loaded, dict):
        yield loaded
        for item in list(loaded.values())[:200]:
            yield from _things(item, depth + 1)


def _publisher(article: dict[str, Any], _: list[dict[str, Any]]) -> str | None:
    for key in ("publisher", "sourceOrganization", "partOfSeries", "isPartOf"):
        value = article.get(key)
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return str(value["name"])
    return None


def _authors(metas: dict[str, str], articles: list[dict[str, Any]]) -> tuple[str, ...]:
    found: list[str] = []
    for article in articles:
        given = article.get("author")
        for author in given if isinstance(given, list) else [given]:
            name = author.get("name") if isinstance(author, dict) else author
            organisation = isinstance(author, dict) and "Organization" in str(author.get("@type"))
            if isinstance(name, str) and not organisation:
                found.append(name)
    meta = _meta(metas, _AUTHOR_NAMES)
    if not found and meta and not meta.startswith("http"):
        found = re.split(r",| and |;|、", meta)
    return tuple(dict.fromkeys(name.strip() for name in found if 1 < len(name.strip()) < 60))


def _title_element(tree: Any) -> str | None:
    title = tree.find(".//title")
    return None if title is None else title.text_content()


def _first_text(values: Iterator[Any]) -> str | None:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _clean(text: str | None) -> str | None:
    return re.sub(r"[ \t\r\n]+", " ", text).strip() or None if text else None
