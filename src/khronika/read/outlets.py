"""Tell who publishes a page, from everything on it that names a publisher.

Each place where a name may stand proposes one; the name that most places agree on wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from khronika.read.bylines import (
    could_be_person,
    is_carried,
    is_credit,
    name_with_role,
    without_credits,
    words,
)
from khronika.read.page import PART, Page
from khronika.read.printed_dates import dates_in, without_dates

_SMALL = frozenset(
    ("of the and for from to with at a an in en de la del des du et y al e di da und der & on").split()
)


def site_of(page: Page, masthead: list[str], title: str | None) -> str | None:
    """Return the outlet or organisation that runs the page, or None where nothing names it."""
    if page.declared.site:
        return page.declared.site
    votes: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for raw, weight in _proposals(page, masthead, title):
        name = _tidy(raw)
        key = fold(name)
        if (
            len(key) > 1
            and not key.isdigit()
            and key != fold(title or "")
            and name not in page.declared.authors
        ):
            votes[key] += weight
            spelled.setdefault(key, name)
    text = fold(" ".join((*page.body, *page.tail)))
    addresses = _addresses((*page.head, *page.body, *page.tail))
    for key in votes:
        # What the text speaks of as of itself, or writes from, is likely to be the outlet.
        votes[key] += 6 if len(key) > 2 and votes[key] >= 12 and key in text else 0
        votes[key] += 8 if _is_at(spelled[key], addresses) else 0
    return spelled[votes.most_common(1)[0][0]] if votes else None


def _proposals(page: Page, masthead: list[str], title: str | None) -> Iterator[tuple[str, int]]:
    edges = (*page.tail, *page.body[-2:])
    for name in _from_page_title(page.declared.page_title, title):
        yield name, 30
    for number, line in enumerate(masthead):
        yield from _from_masthead(line, first=number == 0)
    for line in edges:
        yield from _from_edge(line)
    for line in (*page.body[-4:], *page.tail):
        yield from _from_closing(line)
    yield from _found((_labelled(line) for line in (*masthead, *edges)), 25)
    yield from _found((_wired(line[:80]) for line in (*page.body[:1], *masthead)), 18)
    yield from _found([_told(page.body)], 11)


def _found(names: Iterable[str | None], weight: int) -> Iterator[tuple[str, int]]:
    yield from ((name, weight) for name in names if name)


def _from_edge(line: str) -> Iterator[tuple[str, int]]:
    """Propose whom the lines around a page name: a copyright, who is followed, an organisation that signs."""
    yield from _found((followed(line), _copyright(line)), 20)
    if is_organisation(_tidy(line)) and not is_credit(line) and not dates_in(line):
        yield line, 15


def _from_closing(line: str) -> Iterator[tuple[str, int]]:
    """Propose whom a text closes with: "About the Reed Clinic: …", the words that end a broadcast."""
    about = re.match(r"About ((?:(?:the|The|of|for|and|&|[A-Z][\w'’-]*) ?){1,7})(?:[:.]|$)", line)
    asked = re.match(r"\W*문의\s*[:：]\s*([가-힣A-Za-z ]{2,20}?)(?:\s사무국)?\s*[\d(,·]", line)
    listed = [name.strip() for name in re.split(r"[,、·]", line)] if len(line) < 120 else []
    yield from _found([asked.group(1) if asked else None], 9)
    if len(listed) > 1 and is_organisation(listed[0]) and not dates_in(line):
        yield listed[0], 12  # those who sign together; the first of them stands for all
    signed_off = re.match(
        r"(\S{1,8}?(?:방송|TV|라디오|통신|뉴스))(?: 뉴스)?,? [가-힣]{2,4}(?: 기자)?(?:입니다|였습니다)", line
    )
    yield from _found([about.group(1) if about else None], 18)
    yield from _found([signed_off.group(1) if signed_off else None], 20)


def publishers_in(line: str) -> Iterator[str]:
    """Yield the publishers that a line at the edge of a page names: a copyright, a label, a sign-off."""
    for found in (followed(line), _copyright(line), _labelled(line)):
        if found:
            yield _tidy(found)
    if is_organisation(_tidy(line)) and not is_credit(line) and not dates_in(line):
        yield _tidy(line)


def _tidy(name: str) -> str:
    """Cut the number of an issue, a legal form and marks off the name of an outlet.

    >>> _tidy("The Cedar Review / Winter 2021"), _tidy("사단법인 두레인권연대")
    ('The Cedar Review', '두레인권연대')
    """
    bare = _issue().sub(" ", name)
    bare = re.sub(
        r"^(?:사단법인|재단법인|주식회사|㈜|\(사\)|\(재\)|the(?= [A-Z]))\s*|\s*(?:주식회사|㈜)$",
        "",
        bare.strip(),
    )
    bare = re.sub(r"\s+(?:국제|사회|정치|종합|문화|경제|오피니언)면?$", "", bare)
    department = re.fullmatch(r"(\S+) \S{2,8}(?:국|팀|부|실)", bare)
    if department and is_organisation(department.group(1)):
        bare = department.group(1)
    bare = re.sub(r"\s+(?:www\.\S+|https?:\S+)$", "", bare)
    return re.sub(r"\s+", " ", bare).strip(" ,.;:：/|·-–—'‘’\"“”《》〈〉「」『』=")


def _addresses(lines: tuple[str, ...]) -> set[str]:
    """Return the second-level names of the addresses on a page: "longwharf" for press@longwharf.example."""
    found = re.findall(
        r"(?:@|www\.|https?://)(?:[\w-]+\.)*?([\w-]{3,40})\.[a-z]{2,10}\b", " ".join(lines).lower()
    )
    return {address.replace("-", "") for address in found}


def _is_at(name: str, addresses: set[str]) -> bool:
    """Say whether an address is the name's own: its beginning or its initials."""
    parts = [word for word in re.findall(r"[a-z]+", name.lower()) if word not in _SMALL]
    if not parts:
        return False
    whole, initials = "".join(parts), "".join(word[0] for word in parts)
    return any(whole.startswith(a) or a.startswith(whole) or a == initials for a in addresses)


def _labelled(line: str) -> str | None:
    """Return the publisher that a label names: "발행처 …", "论坛：…", "issued by the …"."""
    found = _publisher_label().search(line)
    return next((group for group in found.groups() if group), None) if found else None


def _wired(opening: str) -> str | None:
    """Return the agency in a dateline: "(서울=나래뉴스) …", 【溪流社首尔11月3日电】."""
    korean = re.search(r"[(（\[]\s*[가-힣·\s]{2,12}=\s*([가-힣A-Za-z0-9 ]{2,20})\s*[)）\]]", opening)
    return korean.group(1) if korean else _bracketed(opening)


def _from_masthead(line: str, *, first: bool) -> Iterator[tuple[str, int]]:
    if (
        is_carried(line)
        or name_with_role(line)
        or re.fullmatch(r"\W*[\[【〈<][^\]】〉>]{1,12}[\]】〉>]\W*", line)
    ):
        return
    line = line.replace(PART, "  ")
    beside_name = re.match(r"^[A-Z][\w'’-]+(?: [A-Z][\w'’.-]*){1,2}, ([A-Z][\w&'’ -]{3,40})$", line)
    if beside_name and " " in beside_name.group(1) and is_name_like(beside_name.group(1)):
        yield beside_name.group(1), 13
    if dates_in(line):
        for number, name in enumerate(_remainders(line)):
            yield name, 5 if _is_place(line, name) else 14 if number == 0 else 9
    issue = re.match(r"^(\S.{1,20}?)\s+(?:19|20)\d\d년.*호", line)
    named = _titled(line) or (issue.group(1) if issue else None) or _bracketed(line)
    if named:
        yield named, 16
    station = re.match(r"^(\S*(?:TV|방송|라디오|FM|电视台|電視台|电台|電台))\s+\S{2,12}$", line)
    if station:
        yield station.group(1), 20
    yield from _from_bare(line, first=first)


def _from_bare(line: str, *, first: bool) -> Iterator[tuple[str, int]]:
    """Propose a line that is a name and nothing else, but for a credit."""
    bare = _bare(line)
    if dates_in(line) or re.match(r"[—–-]|\W*\d", line):
        return
    if without_credits(line) != line:
        left = re.sub(r"\S+@\S+", "", without_credits(line)).strip()
        if is_organisation(left):
            yield left, 12
        elif is_name_like(bare) and 2 < len(bare) <= 12 and not is_credit(bare):
            yield bare, 7
    elif (is_name_like(bare) or is_organisation(bare)) and not is_genre(bare):
        firm = (bare.isupper() and first) or is_organisation(bare)
        yield bare, 17 if firm else _weight_of(bare, first=first)


def _weight_of(name: str, *, first: bool) -> int:
    """Weigh a name that stands alone: an outlet's has words that people's names do not have."""
    if name.isascii() and not could_be_person(name) and " " in name:
        return 15 if first else 13
    if could_be_person(name):
        return 11 if first else 6
    return 13 if first else 8


def _is_place(line: str, name: str) -> bool:
    """Say whether a name before a date may be where it was written: "Lang Son, 22 April 2021"."""
    return bool(re.match(rf"^{re.escape(name)},\s", line)) and len(name.split()) <= 2


def is_name_like(line: str) -> bool:
    """Say whether a line reads like the name of an outlet: short, in capitals, no sentence.

    >>> is_name_like("Mekong Ledger"), is_name_like("Nine youths held in Vientiane")
    (True, False)
    """
    if re.search(r"(?<!\b[A-Z])\.(?!\d)|[?!。？！…,，:：\"“”]", line) or not 2 <= len(line) <= 60:
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
    if not is_name_like(bare) and not is_organisation(bare):
        return False
    latin = re.findall(r"[A-Za-z][\w'’-]*", bare)
    if latin:
        return bare.isupper() or len(latin) <= 4
    return is_organisation(bare) or (len(bare) <= 8 and " " not in bare)


def numbered(line: str) -> bool:
    """Say whether a line gives the number of an issue."""
    return bool(_issue().search(line))


def followed(line: str) -> str | None:
    """Return whom a page asks its readers to follow."""
    found = re.search(r"\bFollow ((?:[A-Z][\w&'’-]*\s?){1,5}) (?:for|on)\b", line)
    return found.group(1).strip() if found else None


def fold(text: str) -> str:
    """Return letters and digits alone, in one case, so that spellings can be compared."""
    return re.sub(r"\W+", "", text).casefold()


def _bare(line: str) -> str:
    """Return a masthead line without place, issue and kind of text."""
    bare = re.split(r"\s+(?:--|[(>|｜])|（|　|\s{2,}", line)[0].strip()
    bare = _tidy(bare) or bare
    bare = re.sub(r",? (?:No|Nr|Issue|Vol)\.? ?\d+$|, [A-Z][a-z]+$", "", bare)
    words_of = bare.rsplit(" ", 1)
    return words_of[0] if len(words_of) == 2 and is_genre(words_of[1]) and not bare.isascii() else bare


def is_organisation(name: str) -> bool:
    """Say whether a short name ends like that of an outlet or organisation in Korean or Chinese."""
    return len(name) <= 18 and bool(_organisation().search(name))


def _from_page_title(page_title: str | None, title: str | None) -> Iterator[str]:
    """Cut the title out of the page's own title; what is left names the site."""
    if not page_title:
        return
    parts = title_parts(page_title)
    if len(parts) == 1:
        return
    others = [p for p in parts if not title or (fold(p) not in fold(title) and fold(title) not in fold(p))]
    others = [p for p in others if not is_genre(p) and not re.match(r"by ", p, re.IGNORECASE)]
    if others:
        yield others[-1]


def title_parts(page_title: str) -> list[str]:
    """Split the title of a page at the marks that part a headline from a site's name."""
    parts = re.split(
        r"\s*::\s*|\s+[|–—:<>-]\s+|\s*[|｜_]\s*|(?<=[a-z]):\s+(?=[\"“A-Z])|(?<=[一-鿿）)])-(?=[一-鿿])",
        page_title,
    )
    return [part.strip() for part in parts if part.strip()]


def _remainders(line: str) -> Iterator[str]:
    """Yield what is left of a dateline without date, place and credits."""
    if len(line) > 160:
        return
    bare = _marks().sub("|", without_credits(without_dates(_issue().sub("|", line))))
    bare = re.sub(r"(?:^|(?<=[\s|]))[가-힣一-鿿]{1,6}\s?[:：]", "|", bare)  # a label names nobody
    for part in re.split(
        r"[=|｜ㅣ/／·•，;:：【】\[\]()（）<>《》〔〕『』]|\s{2,}|　|,\s|\s+[-–—]+\s+|\. ", bare
    ):
        name = re.sub(r"^(?:제작|발행|발행처|글)\s+|^(?:in|on|at|for) (?=[A-Z])", "", part.strip(" .,-–—"))
        name = re.sub(r"\s*(?:中文部|编辑部|국제팀|사회부|정치부|디지털팀)$", "", name)
        if _plausible(name):
            yield name


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
    found = re.match(
        r"^[\[【（(]\s*([^\]】）)\d]{2,20}?)\s*(?:\d[^\]】）)]*)?(?:讯|訊|电|電)?[\]】）)]", line
    )
    name = found.group(1).split("=")[-1].strip() if found else ""
    name = re.sub(r"(?:專|专|特|綜合|综合|快)(?:訊|讯)?$", "", name)
    if re.match(r"本[报報台臺社网網刊站]", name):
        return None
    placed = re.match(r"^(.{1,10}?(?:[网網报報社臺台]|通讯社|通訊社))[一-鿿]{2,4}$", name)
    name = placed.group(1) if placed and not is_organisation(name) else name
    return name if re.search(r"[网網报報社臺台訊讯刊]|뉴스|일보|신문|통신|방송", name) else None


def _titled(line: str) -> str | None:
    """Return a periodical named in title marks beside an issue or a date."""
    found = re.search(
        r"(?:계간|월간|주간|일간|웹진|소식지|회보|문예지)지?\s*[《〈「『]([^》〉」』]{2,20})[》〉」』]", line
    ) or (re.match(r"[《〈]([^》〉]{2,20})[》〉]", line) if dates_in(line) else None)
    unmarked = re.match(
        r"((?:계간|격?월간|주간|격주간|일간|웹진)지?\s[가-힣A-Za-z]\S{1,12})(?=\s*(?:[/|·]|$))", line
    )
    return found.group(1) if found else unmarked.group(1) if unmarked else None


def is_periodical(line: str) -> bool:
    """Say whether a line names a periodical in title marks."""
    return _titled(line) is not None


def _copyright(line: str) -> str | None:
    found = re.search(
        r"(?:©|ⓒ|\(c\)|Copyright|저작권자)\s*(?:©|ⓒ)?\s*(?:\d{4}\s*)?([\w&'’ 가-힣一-鿿-]{2,40}?)"
        r"(?:[.,|<>]|\s+www|\s+\d{4}|\s*All rights|\s*무단|\s*版权|$)",
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
def _issue() -> re.Pattern[str]:
    return re.compile(words()["issues"], re.IGNORECASE)


@cache
def _publisher_label() -> re.Pattern[str]:
    rows = words()["publishers"]
    return re.compile(
        rf"(?:{rows['labels']})\s*[:：]?\s*[“\"「《'‘『]?"
        r"([가-힣A-Za-z一-鿿][^|｜·/／,，;；:：“”\"」》』'’()（）\d\u2003　]{1,30})"
        rf"|(?i:{rows['before']})\s+(?:the )?"
        r"((?:[A-Z][\w&'’-]*)(?: (?:(?:of|for|and|the|&) )?[A-Z][\w&'’-]*){0,6})"
    )


@cache
def _genres() -> re.Pattern[str]:
    return re.compile(words()["genres"], re.IGNORECASE)


@cache
def _marks() -> re.Pattern[str]:
    kinds = words()["dates"]
    return re.compile(rf"{kinds['published']}|{kinds['other']}", re.IGNORECASE)
