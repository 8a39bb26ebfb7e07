"""Tell who publishes a page, from everything on it that names a publisher.

Each place where a name may stand proposes one; the name that most places agree on wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from khronika.read.bylines import is_carried, is_credit, without_credits, words
from khronika.read.page import Page
from khronika.read.printed_dates import dates_in, without_dates

_SMALL = frozenset(("of the and for in en de la del des du et y al e di da und der & on").split())


def site_of(page: Page, masthead: list[str], title: str | None) -> str | None:
    """Return the outlet or organisation that runs the page, or None where nothing names it."""
    if page.declared.site:
        return page.declared.site
    votes: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for name, weight in _proposals(page, masthead, title):
        key = fold(name)
        if key and key != fold(title or ""):
            votes[key] += weight
            spelled.setdefault(key, name)
    return spelled[votes.most_common(1)[0][0]] if votes else None


def _proposals(page: Page, masthead: list[str], title: str | None) -> Iterator[tuple[str, int]]:
    for name in _from_page_title(page.declared.page_title, title):
        yield name, 30
    for line in (*page.tail, *page.body[-2:]):
        for found in (followed(line), _copyright(line)):
            if found:
                yield found, 20
    for number, line in enumerate(masthead):
        yield from _from_masthead(line, first=number == 0)
    for line in page.body[:1]:
        bracketed = _bracketed(line[:60])
        if bracketed:
            yield bracketed, 16
    told = _told(page.body)
    if told:
        yield told, 11


def _from_masthead(line: str, *, first: bool) -> Iterator[tuple[str, int]]:
    if is_carried(line):
        return
    beside_name = re.match(r"^[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,2}, ([A-Z][\w&'’ -]{3,40})$", line)
    if beside_name and " " in beside_name.group(1) and is_name_like(beside_name.group(1)):
        yield beside_name.group(1), 13
    if dates_in(line):
        yield from ((name, 14) for name in _remainders(line))
    issue = re.match(r"^(\S.{1,20}?)\s+(?:19|20)\d\d년.*호", line)
    named = (issue.group(1) if issue else None) or _bracketed(line) or _titled(line)
    if named:
        yield named, 16
    bare = _bare(line)
    if without_credits(line) != line and not dates_in(line):
        left = re.sub(r"\S+@\S+", "", without_credits(line)).strip()
        if _is_organisation(left):
            yield left, 12
    elif (is_name_like(bare) or _is_organisation(bare)) and not is_genre(bare) and not dates_in(line):
        firm = (bare.isupper() and first) or _is_organisation(bare)
        yield bare, 17 if firm else 12 if first else 8


def is_name_like(line: str) -> bool:
    """Say whether a line reads like the name of an outlet: short, in capitals, no sentence.

    >>> is_name_like("Mekong Ledger"), is_name_like("Nine youths held in Vientiane")
    (True, False)
    """
    if re.search(r"[.?!。？！…,，:：\"“”]", line) or not 2 <= len(line) <= 60:
        return False
    latin = re.findall(r"[A-Za-z][\w'’-]*", line)
    if latin:
        return all(word[0].isupper() or word.lower() in _SMALL for word in latin)
    return len(line.replace(" ", "")) <= 12


def is_masthead(line: str) -> bool:
    """Say whether a line can only be a masthead: capitals throughout, or a name of few words."""
    bare = _bare(line)
    if re.search(r"\d호(?:\s|$)|第?\d+期", line):
        return True
    if not is_name_like(bare) and not _is_organisation(bare):
        return False
    latin = re.findall(r"[A-Za-z][\w'’-]*", bare)
    if latin:
        return bare.isupper() or len(latin) <= 4
    return _is_organisation(bare) or (len(bare) <= 8 and " " not in bare)


def followed(line: str) -> str | None:
    """Return whom a page asks its readers to follow."""
    found = re.search(r"\bFollow ((?:[A-Z][\w&'’-]*\s?){1,5}) (?:for|on)\b", line)
    return found.group(1).strip() if found else None


def fold(text: str) -> str:
    """Return letters and digits alone, in one case, so that spellings can be compared."""
    return re.sub(r"\W+", "", text).casefold()


def _bare(line: str) -> str:
    """Return a masthead line without place, issue and kind of text."""
    bare = re.split(r"\s+(?:--|[(>|｜])|（", line)[0].strip()
    bare = re.sub(r",? (?:No|Nr|Issue|Vol)\.? ?\d+$|, [A-Z][a-z]+$", "", bare)
    words_of = bare.rsplit(" ", 1)
    return words_of[0] if len(words_of) == 2 and is_genre(words_of[1]) and not bare.isascii() else bare


def _is_organisation(name: str) -> bool:
    return len(name) <= 18 and bool(_organisation().search(name))


def _from_page_title(page_title: str | None, title: str | None) -> Iterator[str]:
    """Cut the title out of the page's own title; what is left names the site."""
    if not page_title:
        return
    parts = title_parts(page_title)
    if len(parts) == 1:
        return
    others = [p for p in parts if not title or (fold(p) not in fold(title) and fold(title) not in fold(p))]
    others = [p for p in others if not is_genre(p)]
    if others:
        yield others[-1]


def title_parts(page_title: str) -> list[str]:
    """Split the title of a page at the marks that part a headline from a site's name."""
    parts = re.split(r"\s+[|–—:-]\s+|\s*[|｜_]\s*|(?<=[a-z]):\s+(?=[\"“A-Z])", page_title)
    return [part.strip() for part in parts if part.strip()]


def _remainders(line: str) -> Iterator[str]:
    """Yield what is left of a dateline without date, place and credits."""
    if len(line) > 160:
        return
    bare = _marks().sub("|", without_credits(without_dates(line)))
    for part in re.split(r"[=|｜ㅣ/／·•，;:：【】\[\]()（）<>《》〔〕]|\s{2,}|　|,\s|\s+[-–—]+\s+|\. ", bare):
        name = re.sub(r"^(?:제작|발행|발행처|글)\s+|^(?:in|on|at|for) (?=[A-Z])", "", part.strip(" .,-–—"))
        name = re.sub(r"\s*(?:中文部|编辑部|국제팀|사회부|정치부|디지털팀)$", "", name)
        if _plausible(name):
            yield name
            return


def _plausible(name: str) -> bool:
    if not 2 <= len(name) <= 60 or is_credit(name) or is_genre(name):
        return False
    if re.search(
        r"\d|기자|특파원|记者|記者|@|(?:报道|報導|報道)$|^(?:no|by|from|on|at|www)\b", name, re.IGNORECASE
    ):
        return False
    if re.match(r"[A-Za-z]", name):
        return name[0].isupper() and is_name_like(name)
    return len(name) <= 16


def is_genre(name: str) -> bool:
    return bool(_genres().fullmatch(name.strip(" .:：")))


def _bracketed(line: str) -> str | None:
    found = re.match(r"^[\[【（(]\s*([^\]】）)\d]{2,20}?)\s*(?:\d[^\]】）)]*)?(?:讯|訊|电)?[\]】）)]", line)
    name = found.group(1).split("=")[-1].strip() if found else ""
    return name if re.search(r"[網网報报社臺台訊讯刊]|뉴스|일보|신문|통신|방송", name) else None


def _titled(line: str) -> str | None:
    """Return a periodical named in title marks beside an issue or a date."""
    found = re.search(r"(?:계간|월간|주간|격월간)\s*[《〈「『]([^》〉」』]{2,20})[》〉」』]", line)
    return found.group(1) if found else None


def _copyright(line: str) -> str | None:
    found = re.search(
        r"(?:©|ⓒ|\(c\)|Copyright|저작권자)\s*(?:©|ⓒ)?\s*(?:\d{4}\s*)?([\w&'’ 가-힣一-鿿-]{2,40}?)"
        r"(?:[.,|<>]|\s+\d{4}|\s*All rights|\s*무단|\s*版权|$)",
        line,
        re.IGNORECASE,
    ) or re.match(r"^(?:19|20)\d\d ((?:[A-Z][\w&'’-]*\s?){1,5})$", line)
    return found.group(1).strip() if found else None


def _told(body: tuple[str, ...]) -> str | None:
    """Return the outlet that sources are said to have spoken to, when it is named twice or more."""
    name = r"((?:[A-Z][\w&'’]*)(?: [A-Z][\w&'’]*){0,3})"
    form = re.compile(
        rf"\btold {name}|{name} (?:has learned|has learnt|understands|reported|can report|contacted)"
    )
    found: Counter[str] = Counter()
    for paragraph in body:
        for match in form.finditer(paragraph):
            found[re.sub(r"['’]s\b.*$", "", match.group(1) or match.group(2))] += 1
    best = found.most_common(1)
    pronouns = {"He", "She", "They", "I", "We", "It"}
    return best[0][0] if best and best[0][1] >= 2 and best[0][0] not in pronouns else None


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(rf"(?:{words()['organisations']})$")


@cache
def _genres() -> re.Pattern[str]:
    return re.compile(words()["genres"], re.IGNORECASE)


@cache
def _marks() -> re.Pattern[str]:
    kinds = words()["dates"]
    return re.compile(rf"{kinds['published']}|{kinds['other']}", re.IGNORECASE)
