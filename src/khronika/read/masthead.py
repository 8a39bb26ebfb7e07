"""Put a report together: outlet, title, date and credits from what stands around the text.

What the page shows as its own comes first, then what the file declares, then what can be told
from the text. Nothing is guessed: a field that nobody states stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeVar

from khronika.read.bylines import (
    Credits,
    could_be_person,
    credits_in,
    credits_in_prose,
    is_carried,
    is_credit,
    is_signed,
    name_with_role,
    names_in_byline,
    origin_in,
    words,
)
from khronika.read.declared import declared_day
from khronika.read.languages import language_of, language_of_paragraph
from khronika.read.outlets import fold, followed, is_organisation, publishers_in, site_of
from khronika.read.page import Declared, Page
from khronika.read.printed_dates import dates_in, without_dates
from khronika.read.prose import is_prose
from khronika.read.titles import LONGEST_TITLE, labelled_title, title_in
from khronika.record import Report, ReportId, Spot

Value = TypeVar("Value")


def report_from_page(report_id: str, page: Page) -> Report:
    """Return the report that a page holds."""
    head = [
        part for line in page.head if not is_furniture(line) or is_credit(line) for part in _sentences(line)
    ]
    tail = [line for line in page.tail if not is_furniture(line) or is_credit(line)]
    opening = [line[:300] for line in page.body[:4]]
    closing = [line for line in page.body[-4:] if len(line) < 300]
    title, masthead = _title_and_masthead(head, [*closing, *tail], page.declared)
    site = site_of(page, masthead, title)
    origin = _origin([*head, *opening[:2], *closing, *tail], page, site)
    carrier = _first(followed(line) for line in page.tail)
    if carrier and site and not origin and fold(carrier) != fold(site):
        site, origin = carrier, site
    outlet = origin or site
    people = _people_of(page, head, opening, closing, tail, site)
    authors = people.authors or _named_without_a_word(page, head, title, outlet)
    shown = {fold(x) for x in (outlet, site) if x}
    text = "\n\n".join(page.body)
    lang = language_of(" ".join(page.body) or title or "")
    return Report(
        id=ReportId(report_id),
        text=text,
        lang=lang,
        outlet=outlet,
        title=title,
        published=_published(head, page, title, site, lang),
        authors=tuple(a for a in authors if fold(a) not in shown),
        translators=people.translators,
        editors=people.editors or page.declared.editors,
        republished_by=site if origin and site and fold(site) != fold(origin) else None,
        warnings=page.warnings,
        spots=_spots(page),
        langs=tuple(language_of_paragraph(paragraph, lang) for paragraph in page.body),
    )


def _spots(page: Page) -> tuple[Spot, ...]:
    """Return the places of all paragraphs, counted from the beginning of the text."""
    found: list[Spot] = []
    start = 0
    for paragraph, spots in zip(page.body, page.places or ((),) * len(page.body), strict=True):
        found += [replace(spot, start=spot.start + start, end=spot.end + start) for spot in spots]
        start += len(paragraph) + 2
    return tuple(found)


def _sentences(line: str) -> list[str]:
    """Part a masthead that stands in one line: "TUMEN COURIER. 4 July 2019. Three tailors vanish"."""
    parts = re.split(r"(?<=[A-Za-z\d]{3})\.\s+(?=[A-Z\d])", line)
    return parts if len(parts) > 2 and dates_in(line) and len(line) < LONGEST_TITLE else [line]


def _origin(lines: list[str], page: Page, site: str | None) -> str | None:
    """Return the outlet from which the report was taken, where the page says that there was one."""
    told = _first(origin_in(line) for line in lines)
    if told or not page.declared.site:
        return told
    # A portal declares itself as the site and keeps the copyright line of the paper.
    holders = [name for line in page.tail for name in publishers_in(line) if is_organisation(name)]
    others = [
        name for name in holders if fold(name) not in fold(site or "") and fold(site or "") not in fold(name)
    ]
    return others[0] if others else None


def _title_and_masthead(head: list[str], tail: list[str], declared: Declared) -> tuple[str | None, list[str]]:
    """Return the headline, and the other lines of the head."""
    if declared.title:
        return declared.title, [line for line in head if fold(line) != fold(declared.title)]
    names = {fold(name) for line in tail for name in publishers_in(line)}
    title, masthead = title_in(head, names, declared.loud)
    return title or _first(labelled_title(line) for line in tail), masthead


def is_furniture(line: str) -> bool:
    """Say whether a line belongs to the page and not to the report ("top of page", share buttons).

    >>> is_furniture("top of page"), is_furniture("Police took the women away.")
    (True, False)
    """
    return bool(_furniture().fullmatch(line.strip()))


# ------------------------------------------------------------------ date
def _published(
    head: list[str], page: Page, title: str | None, site: str | None, lang: str | None
) -> date | None:
    strong, plain = _dates(head)
    if title:
        # A date above the headline is often today's; the report's own stands below it.
        place = next((n for n, line in enumerate(head) if fold(line) == fold(title)), 0)
        plain = _dates(head[place:])[1] + plain
    declared = declared_day(page.declared.published, lang)
    if declared:
        shown = [
            day
            for day in (*strong, *plain, *_dates(list(page.declared.stamps))[1])
            if abs((day - declared).days) == 1
        ]
        # A day's difference is that of the time zones; the page shows its own.
        return (strong or shown or [declared])[0]
    if strong:
        return strong[0]
    late_strong, late = _dates([*page.body[-4:], *page.tail])
    alone = [day for day in late if any(_is_date_alone(line) for line in (*page.body[-4:], *page.tail))]
    opening = page.body[0][:90] if page.body else ""
    dateline = [day for place, day in dates_in(opening) if _is_dateline(opening, place)]
    imprint = [day for line in page.body[:4] if _is_imprint(line, site) for _, day in dates_in(line)]
    stamped = [day for line in page.declared.stamps for _, day in dates_in(line)]
    return _first([*plain, *stamped, *dateline, *imprint, *late_strong, *alone])


def _is_date_alone(line: str) -> bool:
    return bool(dates_in(line)) and not re.search(r"\w", without_dates(line))


def _is_imprint(line: str, site: str | None) -> bool:
    """Say whether a sentence above the text is the publication's own: its name or a credit, and a date."""
    if len(line) > LONGEST_TITLE or not dates_in(line):
        return False
    named = bool(site) and fold(line).startswith(fold(site or ""))
    return named or bool(_names(line))


def _names(line: str) -> tuple[str, ...]:
    found = credits_in([line])
    return found.authors + found.translators + found.editors


def _dates(lines: list[str]) -> tuple[list[date], list[date]]:
    """Return the dates that are marked as the publication's, and those that are not marked at all."""
    strong: list[date] = []
    plain: list[date] = []
    carried: list[date] = []
    for line in lines:
        if len(line) > LONGEST_TITLE:
            continue
        if is_carried(line):
            # The date of the original is not that of the page that took it over, unless it says so.
            own = _own_date().match(line)
            days = dates_in(line)
            (strong if own and days else carried).extend(day for _, day in (days[:1] if own else days))
            continue
        last = 0
        for place, day in dates_in(line):
            before, last = line[last:place], place
            marks = list(_marks().finditer(before))
            if marks and marks[-1].lastgroup == "other":
                continue
            after = line[place : place + 40]
            marked = bool(marks) or re.search(
                r"\d\s*(?:발행|게재|송고|입력|등록|승인|发布|發布|讯|訊|電)", after
            )
            (strong if marked else plain).append(day)
    return strong, plain or carried


def _is_dateline(opening: str, place: int) -> bool:
    lead = opening[:place]
    return (
        len(lead) < 40
        and bool(re.match(r"^[\s（(【\[]*[^.。]{0,36}[\s,，]*$", lead))
        and (bool(re.search(r"讯|訊|电|電|\s[-–—]+\s|기자", opening)) or lead[:1] in "（(【[")
    )


# ------------------------------------------------------------------ names
def _people_of(
    page: Page, head: list[str], opening: list[str], closing: list[str], tail: list[str], site: str | None
) -> Credits:
    """Return whom labelled credits name: those above the text first, then those below it."""
    above = credits_in(
        [
            *(
                line
                for line in [*page.declared.bylines, *head]
                if not is_prose(line) or is_carried(line) or _is_imprint(line, site)
            ),
            *(line for line in opening if is_carried(line) or _is_imprint(line, site) or is_credit(line)),
            *(told for line in [*head, *page.body[:3]] for told in credits_in_prose(line)),
            *_bylines_in(page.body),
        ]
    )
    below = credits_in(
        [
            *(line for line in [*closing, *tail] if is_signed(line) or is_carried(line)),
            *(told for line in page.body[-3:] for told in credits_in_prose(line)),
        ]
    )
    shown = () if above.authors else tuple(n for line in page.declared.bylines for n in names_in_byline(line))
    if shown and site and any(fold(name) == fold(site) for name in shown):
        shown = ()
    return Credits(
        authors=_once(
            above.authors,
            shown or below.authors,
            but=above.translators + above.editors + below.translators + below.editors,
        ),
        translators=_once(above.translators, below.translators),
        editors=_once(above.editors, below.editors),
    )


def _once(*groups: tuple[str, ...], but: tuple[str, ...] = ()) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in groups for name in group if name not in but))


def _named_without_a_word(
    page: Page, head: list[str], title: str | None, outlet: str | None
) -> tuple[str, ...]:
    """Return the authors that the page marks or declares, or that stand alone under the headline."""
    known = {fold(name) for name in (outlet or "", title or "", page.declared.site or "")}
    for line in page.declared.bylines:
        names = tuple(n for n in names_in_byline(line) if fold(n) not in known)
        if names:
            return names
    declared = tuple(
        name for a in page.declared.authors for name in names_in_byline(a) if fold(name) not in known
    )
    return (
        declared or _bare_name(head, title, known) or _with_role(head, page.body) or _signature(page, known)
    )


def _signature(page: Page, known: set[str]) -> tuple[str, ...]:
    """Return a full name that stands alone below the text."""
    for line in (*page.tail[:2], *reversed(page.body[-2:])):
        name = line.strip(" —–-.")
        if " " in name and could_be_person(name) and fold(name) not in known:
            return (name,)
    return ()


def _with_role(head: list[str], body: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name that stands alone with what its bearer does, or in the closing words of a broadcast."""
    for line in head:
        if name := name_with_role(line):
            return (name,)
    for line in (*body[:1], *body[-4:]):
        found = re.search(r"([가-힣]{3}) 기자(?:가|의) (?:취재|보도|단독)|뉴스 ([가-힣]{3})입니다", line)
        if found:
            return (found.group(1) or found.group(2),)
    return ()


def _bylines_in(body: tuple[str, ...]) -> list[str]:
    """Return the bylines with which a text itself opens: 【本報訊】記者…, "(news agency, date) Reporter…"."""
    inside = [m.group(1) for line in body for m in re.finditer(r"[（(]([^（()）]{4,40})[)）]", line)]
    starts = [line[:60] for line in body[:2] if re.match(r"^[\[【（(]", line)]
    return [*starts, *(text for text in inside if re.match(r"(?:本[报報刊台])?(?:记者|記者)", text))]


def _bare_name(head: list[str], title: str | None, known: set[str]) -> tuple[str, ...]:
    """Return a name that stands alone, or before the outlet's or a place, under the headline."""
    place = next((n for n, line in enumerate(head) if title and fold(line) == fold(title)), -1)
    for line in (*head[place + 1 :], *head[1 : max(place, 1)]):
        if re.match(r"^[A-Z][\w’' -]+,\s", line) and dates_in(line) and len(line) < 40:
            continue  # a place and a date
        alone = not dates_in(line) or bool(re.match(r"[A-Z]", line))
        first = re.split(r"\s*[|｜·—–]\s*|\s{2,}|, |\u2003", without_dates(line))[0].strip(" ,.")
        if alone and could_be_person(first) and fold(first) not in known:
            return (first,)
        if re.match(r"[A-Z]", line) and len(line) < 120 and not _is_title_like(line):
            names = tuple(name for name in names_in_byline(line) if fold(name) not in known)
            if names:
                return names
    return ()


def _is_title_like(line: str) -> bool:
    """Say whether a line has words that no line of names has."""
    small = re.findall(r"(?<![\w’'])[a-z]\w*", line)
    return any(
        word not in {"and", "in", "from", "for", "at", "de", "da", "van", "von", "bin", "al"}
        for word in small
    )


# ------------------------------------------------------------------ small things
def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value), None)


@cache
def _own_date() -> re.Pattern[str]:
    return re.compile(
        r"(?:re)?posted\b|(?:re)?published (?:here )?on\b|게시|转载(?:于|时间)|轉載(?:於|時間)", re.IGNORECASE
    )


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile(words()["furniture"], re.IGNORECASE)


@cache
def _marks() -> re.Pattern[str]:
    kinds = words()["dates"]
    return re.compile(rf"(?P<published>{kinds['published']})|(?P<other>{kinds['other']})", re.IGNORECASE)
