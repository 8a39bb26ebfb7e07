"""Read what a web page declares of itself: JSON-LD, Open Graph, Dublin Core, meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from khronika.read.page import PART, Declared
from khronika.read.printed_dates import dates_in

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
_HOURS_EAST = {"ko": 9, "zh": 8}
_SITE_NAMES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")


def declared_in(tree: Any, beside: Container[Any] = frozenset()) -> Declared:
    """Return what an lxml tree declares; `beside` are the elements that are not the report's."""
    metas = _metas(tree)
    title = _clean(_title_element(tree))
    articles = _own_first(list(_articles(tree)), title or "")
    site = _meta(metas, _SITE_NAMES) or _first_text(_publisher(a) for a in articles)
    return Declared(
        site=_clean(site),
        title=_clean(
            _first_text(a.get("headline") for a in articles) or _meta(metas, ("og:title", "dc.title"))
        ),
        published=_first_text(a.get("datePublished") for a in articles) or _meta(metas, _DATE_NAMES),
        authors=_authors(metas, articles),
        editors=tuple(dict.fromkeys(name for a in articles for name in _persons(a.get("editor")))),
        page_title=title,
        bylines=_marked(tree, beside, _BYLINES),
        stamps=_marked(tree, beside, _STAMPS),
    )


def declared_day(value: str | None, lang: str | None) -> date | None:
    """Return the day of a declared time, in the time zone of the readers where it is given in UTC.

    >>> declared_day("2020-01-05T23:30:00Z", "ko"), declared_day("2021-05-14T12:00:00Z", "zh")
    (datetime.date(2020, 1, 6), datetime.date(2021, 5, 14))
    """
    found = dates_in((value or "")[:10].replace("/", "-")) or dates_in(value or "")
    if not found or not value:
        return None
    day = found[0][1]
    clock = re.search(r"T(\d\d):\d\d(?::\d\d(?:\.\d+)?)?(?:Z|\+00:?00)$", value.strip())
    east = _HOURS_EAST.get(lang or "", 0)
    return day + timedelta(days=1) if clock and int(clock.group(1)) + east >= 24 else day


def _own_first(articles: list[dict[str, Any]], page_title: str) -> list[dict[str, Any]]:
    """Return the article that the page's own title names, or else what calls itself one."""
    named = [a for a in articles if str(a.get("headline") or "\0") in page_title]
    proper = [a for a in articles if "WebPage" not in str(a.get("@type"))]
    return named[:1] or proper[:1] or articles[:1]


_BYLINES = re.compile(
    r" (?:author|authors|byline|bylines|by|writer|writers|reporter|reporters|journalist|contributor|"
    r"contributors|credit|credits|cred|auth) "
)
_STAMPS = re.compile(r" (?:date|time|published|posted|pubdate|pubtime|stamp|timestamp|dateline|datetime) ")


def _marked(tree: Any, beside: Container[Any], form: re.Pattern[str]) -> tuple[str, ...]:
    """Return the short texts of elements whose class, id, rel or itemprop says what they are."""
    found: list[str] = []
    taken: set[Any] = set()
    for element in tree.iter("*"):
        if element.tag in ("body", "html", "head", "meta") or not (element.attrib or element.tag == "time"):
            continue
        names = " ".join(element.get(key) or "" for key in ("class", "id", "rel", "itemprop"))
        told = element.tag == "time" if form is _STAMPS else False
        if not (told or _says(form, names)):
            continue
        if any(one in beside or one in taken for one in (element, *element.iterancestors())):
            continue
        text = _spaced(element)
        if 1 < len(text) <= 200:
            taken.add(element)
            found.append(text)
    return tuple(dict.fromkeys(found))[:12]


@lru_cache(maxsize=8192)
def _says(form: re.Pattern[str], names: str) -> bool:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+", " ", f" {names} ").lower()
    return bool(form.search(parted))


def _spaced(element: Any) -> str:
    """Return an element's text with a gap between its parts."""
    return re.sub(
        r"[ \t\r\n\xa0]+", " ", PART.join(t.strip() for t in element.itertext() if t.strip())
    ).strip()


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
            loaded = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        things = list(_things(loaded))
        by_id = {str(t["@id"]): t for t in things if "@id" in t and len(t) > 1}
        for thing in things:
            kinds = str(thing.get("@type") or "")
            if re.search(r"Article|Posting|Report|Episode|WebPage|Review", kinds) and thing.get(
                "datePublished"
            ):
                yield {key: _resolved(value, by_id) for key, value in thing.items()}


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict):
        return by_id.get(str(value.get("@id")), value)
    return [_resolved(one, by_id) for one in value[:20]] if isinstance(value, list) else value


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


def _publisher(article: dict[str, Any]) -> str | None:
    for key in ("publisher", "sourceOrganization", "partOfSeries", "isPartOf"):
        value = article.get(key)
        if isinstance(value, dict) and isinstance(value.get("name"), str):
            return str(value["name"])
    return None


def _persons(given: Any) -> Iterator[str]:
    """Yield the names of people, not of organisations, in a JSON-LD value."""
    for person in given if isinstance(given, list) else [given]:
        name = person.get("name") if isinstance(person, dict) else person
        organisation = isinstance(person, dict) and "Organization" in str(person.get("@type"))
        if isinstance(name, str) and not organisation:
            yield name


def _authors(metas: dict[str, str], articles: list[dict[str, Any]]) -> tuple[str, ...]:
    found = [name for article in articles for name in _persons(article.get("author"))]
    meta = _meta(metas, _AUTHOR_NAMES)
    if not found and meta and not meta.startswith("http"):
        found = re.split(r",| and |;|、", meta)
    return tuple(dict.fromkeys(name.strip() for name in found if 1 < len(name.strip()) < 60))


def _title_element(tree: Any) -> str | None:
    title = tree.find(".//title")
    return None if title is None else "".join(title.itertext())


def _first_text(values: Iterator[Any]) -> str | None:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)


def _clean(text: str | None) -> str | None:
    return re.sub(r"[ \t\r\n]+", " ", text).strip() or None if text else None
