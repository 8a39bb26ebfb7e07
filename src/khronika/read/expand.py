"""Take a container apart: what lies in it, nested ones included, each with a label and its bytes.

A label is the way to the item, "box.zip/letters/a.eml"; nothing is written anywhere. What is too
much as a whole is refused as a whole; one bad item costs only itself.

These functions parse hostile input: call them through `khronika.read.sandbox`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from email.message import EmailMessage

from khronika.errors import HostileFileError, UnknownFormatError, UnreadableError
from khronika.read.archives import gunzip, open_tar, open_zip
from khronika.read.items import MOST_DEPTH, Budget, Item, Refused, TooMuchError, label
from khronika.read.mail import bytes_of, message_from, parts_of
from khronika.read.media import CONTAINERS, HOLDERS, kind_of
from khronika.read.webarchives import open_wacz, open_warc

Opener = Callable[[bytes, str, Budget], Iterator[Item | Refused]]
_HEAD = 65_536


def expand(name: str, content: bytes) -> Iterator[Item | Refused]:
    """Yield what a container holds.

    Raises a subclass of UnreadableError when the container as a whole is refused, whatever came before.
    """
    try:
        yield from _expand(name, content, Budget(), 1)
    except TooMuchError as error:
        raise HostileFileError(name=name, why=str(error)) from error


def _expand(name: str, content: bytes, budget: Budget, depth: int) -> Iterator[Item | Refused]:
    kind = kind_of(name, content[:_HEAD])
    if kind not in HOLDERS:
        raise UnknownFormatError(name=name, kind="a file that holds no others")
    for found in OPENERS[kind](content, name, budget):
        inner = budget.once(f"{name}/{found.name}")
        if isinstance(found, Refused):
            yield Refused(name=inner, error=_renamed(found.error, inner))
            continue
        try:
            yield from _settled(replace(found, name=inner), budget, depth)
        except UnreadableError as error:
            yield Refused(name=inner, error=_renamed(error, inner))


def _settled(item: Item, budget: Budget, depth: int) -> Iterator[Item | Refused]:
    """Yield an item, or what it holds if it is a container itself; a letter is both."""
    kind = kind_of(item.name, item.content[:_HEAD])
    if kind not in CONTAINERS:
        yield item
    if kind in HOLDERS:
        if depth < MOST_DEPTH:
            yield from _expand(item.name, item.content, budget, depth + 1)
        elif kind in CONTAINERS:
            raise HostileFileError(name=item.name, why=f"is packed more than {MOST_DEPTH} times over")


def _renamed(error: UnreadableError, name: str) -> UnreadableError:
    return type(error)(**{**error.values, "name": name})


# ------------------------------------------------------------------ one layer of each kind
def _open_gzip(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    plain = gunzip(content, name, budget)
    kind = kind_of(name.removesuffix(".gz"), plain[:_HEAD])
    if kind in ("warc", "tar"):
        yield from OPENERS[kind](plain, name, budget)
    else:
        budget.count()
        last = name.rpartition("/")[2]
        yield Item(name=last.removesuffix(".gz"), content=plain)


def _open_mail(content: bytes, name: str, budget: Budget) -> Iterator[Item | Refused]:
    """Yield what is attached to a letter; its own words are read from the letter itself."""
    for part in parts_of(message_from(content, name), name):
        enclosed = part.get_content_type() == "message/rfc822"
        if part.get_content_disposition() != "attachment" and not enclosed:
            continue
        whole = _enclosed(part) if enclosed else bytes_of(part)
        budget.count()
        budget.take(len(whole))
        told = part.get_filename() or ("letter.eml" if enclosed else "attachment")
        yield Item(name=label(told).replace("/", "_"), content=whole)


def _enclosed(part: EmailMessage) -> bytes:
    inside = part.get_payload()
    message = inside[0] if isinstance(inside, list) and inside else None
    return message.as_bytes() if isinstance(message, EmailMessage) else bytes_of(part)


OPENERS: Mapping[str, Opener] = {
    "zip": open_zip,
    "tar": open_tar,
    "gzip": _open_gzip,
    "warc": open_warc,
    "wacz": open_wacz,
    "mail": _open_mail,
}
