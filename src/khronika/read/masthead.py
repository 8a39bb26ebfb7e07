"""Put a report together: outlet, title, date and credits from what stands around the text.

What the page shows as its own comes first, then what the file declares, then what can be told
from the text. Nothing is guessed: a field that nobody states stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TypeVar

from khronika.read.bylines import credits_in, is_carried, is_credit, origin_in, words
from khronika.read.languages import language_of
from khronika.read.outlets import fold, followed, is_genre, is_masthead, site_of
from khronika.read.page import Declared, Page
from khronika.read.printed_dates import dates_in, without_dates
from khronika.read.prose import is_prose
from khronika.record import Report, ReportId

LONGEST_TITLE = 220
Value = TypeVar("Value")


def report_from_page(report_id: str, page: Page) -> Report:
    """Return the report that a page holds."""
    head = [line for line in page.head if not is_furniture(line) or is_credit(line)]
    tail = [line for line in page.tail if not is_furniture(line)]
    title, masthead = _title_and_masthead(head, page.declared)
    site = site_of(page, masthead, title)
    opening = [line[:300] for line in page.body[:2]]
    closing = [line for line in page.body[-2:] if len(line) < 300]
    origin = _first(origin_in(line) for line in [*head, *opening, *closing, *tail])
    carrier = _first(followed(line) for line in page.tail)
    if carrier and site and not origin and fold(carrier) != fold(site):
        site, origin = carrier, site
    outlet = origin or site
    people = credits_in(
        [
            *(line for line in [*head, *closing, *tail] if not is_prose(line) or is_carried(line)),
            *(line for line in opening if is_carried(line) or _is_imprint(line, site)),
            *_bylines_in(page.body),
        ]
    )
    authors = people.authors or tuple(
        a for a in page.declared.authors if a not in people.translators + people.editors
    )
    authors = authors or _bare_name(head, title, outlet)
    shown = {fold(x) for x in (outlet, site) if x}
    return Report(
        id=ReportId(report_id),
        text="\n\n".join(page.body),
        lang=language_of(" ".join(page.body) or title or ""),
        outlet=outlet,
        title=title,
        published=_published(head, page, title, site),
        authors=tuple(a for a in authors if fold(a) not in shown),
        translators=people.translators,
        editors=people.editors,
        republished_by=site if origin and site and fold(site) != fold(origin) else None,
        warnings=page.warnings,
    )


def is_furniture(line: str) -> bool:
    """Say whether a line belongs to the page and not to the report ("top of page", share buttons).

    >>> is_furniture("top of page"), is_furniture("Police took the women away.")
    (True, False)
    """
    return bool(_furniture().fullmatch(line.strip()))


# ------------------------------------------------------------------ date
def _published(head: list[str], page: Page, title: str | None, site: str | None) -> date | None:
    strong, plain = _dates(head)
    if strong:
        return strong[0]
    declared = dates_in((page.declared.published or "")[:10].replace("/", "-"))
    if declared:
        return declared[0][1]
    if title:
        # A date above the headline is often today's; the report's own stands below it.
        place = next((n for n, line in enumerate(head) if fold(line) == fold(title)), 0)
        plain = _dates(head[place:])[1] + plain
    late_strong, _ = _dates([line for line in page.tail if not is_furniture(line)])
    opening = page.body[0][:90] if page.body else ""
    dateline = [day for place, day in dates_in(opening) if _is_dateline(opening, place)]
    imprint = [day for line in page.body[:3] if _is_imprint(line, site) for _, day in dates_in(line)]
    return _first([*plain, *dateline, *imprint, *late_strong])


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
            # The date of the original is not that of the page that took it over.
            carried += [day for _, day in dates_in(line)]
            continue
        last = 0
        for place, day in dates_in(line):
            before, last = line[last:place], place
            marks = list(_marks().finditer(before))
            if marks and marks[-1].lastgroup == "other":
                continue
            after = line[place : place + 40]
            marked = bool(marks) or re.search(r"\d\s*(?:발행|게재|发布|發布|讯|訊|電)", after)
            (strong if marked else plain).append(day)
    return strong, plain or carried


def _is_dateline(opening: str, place: int) -> bool:
    lead = opening[:place]
    return (
        len(lead) < 40
        and bool(re.match(r"^[\s（(【\[]*[^.。]{0,36}[\s,，]*$", lead))
        and (bool(re.search(r"讯|訊|电|電|\s[-–—]+\s|기자", opening)) or lead[:1] in "（(【[")
    )


# ------------------------------------------------------------------ title
def _title_and_masthead(head: list[str], declared: Declared) -> tuple[str | None, list[str]]:
    """Return the title, and the other lines of the head that may name the outlet."""
    rest = [line for whole in head for line in _parted(whole) if len(line) <= LONGEST_TITLE]
    if declared.title:
        return declared.title, [line for line in rest if fold(line) != fold(declared.title)]
    candidates = [
        line for line in rest if not (dates_in(line) or _is_kicker(line) or is_credit(line) or is_genre(line))
    ]
    if not candidates:
        return None, rest
    quoted = [line for line in candidates if re.fullmatch(r"[“\"「『][^“”\"]+[”\"」』]", line)]
    while len(candidates) > 1 and _stands_above(candidates[0], candidates[1]):
        candidates = candidates[1:]
    title = (quoted or candidates)[0]
    return title, [line for line in rest if line != title]


def _stands_above(line: str, following: str) -> bool:
    """Say whether a line is the masthead above a headline."""
    shouted = following.isupper() and not line.isupper()
    return is_masthead(line) and (shouted or len(following) > len(line) or not is_masthead(following))


def _parted(line: str) -> list[str]:
    """Part "Outlet | Headline" into two lines; a kind of text ("Interview | …") stays with its headline."""
    if " > " in line:
        return [line.partition(" > ")[0].strip()]  # a trail of sections
    parts = [part.strip() for part in re.split(r"\s+[|]\s+|\s*｜\s*", line)]
    if len(parts) != 2 or dates_in(line) or is_credit(line) or is_genre(parts[0]):
        return [line]
    return parts if not is_genre(parts[1]) else parts[:1]


def _is_kicker(line: str) -> bool:
    bare = line.strip(" :[]【】")
    return line.isupper() and len(bare.split()) == 1 and bare.isascii()


# ------------------------------------------------------------------ names without a label
def _bylines_in(body: tuple[str, ...]) -> list[str]:
    """Return the bylines with which a text itself opens: 【本報訊】記者…, "(news agency, date) Reporter…"."""
    inside = [m.group(1) for line in body for m in re.finditer(r"[（(]([^（()）]{4,40})[)）]", line)]
    starts = [line[:60] for line in body[:2] if re.match(r"^[\[【（(]", line)]
    return [*starts, *(text for text in inside if re.match(r"(?:本[报報刊台])?(?:记者|記者)", text))]


def _bare_name(head: list[str], title: str | None, outlet: str | None) -> tuple[str, ...]:
    """Return a name that stands alone, or before the outlet's, under the headline."""
    place = next((n for n, line in enumerate(head) if title and fold(line) == fold(title)), -1)
    for line in head[place + 1 :]:
        bare = re.split(r"\s*[|·—–]\s*|\s{2,}|, (?=[A-Z])", without_dates(line))[0].strip(" ,.")
        is_name = re.fullmatch(r"[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){1,2}", bare)
        if is_name and not bare.isupper() and fold(bare) != fold(outlet or ""):
            return (bare,)
    return ()


# ------------------------------------------------------------------ small things
def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value), None)


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile(words()["furniture"], re.IGNORECASE)


@cache
def _marks() -> re.Pattern[str]:
    kinds = words()["dates"]
    return re.compile(rf"(?P<published>{kinds['published']})|(?P<other>{kinds['other']})", re.IGNORECASE)
