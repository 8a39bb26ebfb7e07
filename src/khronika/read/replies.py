"""Check what the reading child sends, field by field: it may have been taken over by what it read."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from khronika import errors
from khronika.errors import UnreadableError
from khronika.read.items import Item, Refused, label
from khronika.read.pictures import LONGEST_SHOWN, Picture
from khronika.record import Report, ReportId
from khronika.record.codec import spots_from_json

MOST_REPLY = 150_000_000  # the largest file there is, as base64
MOST_SPOTS = 500_000
LONGEST_LABEL, LONGEST_URL = 1_500, 2_000
_SENTENCES = frozenset(
    (
        "EmptyFileError NoTextError NoRecognitionError TooLargeError LockedFileError UnknownFormatError "
        "MessageLogError HostileFileError UnreadableError"
    ).split()
)


def report_from_reply(report_id: str, name: str, reply: Any) -> Report:
    """Make a report from what the child sent, trusting none of it.

    Raises UnreadableError when the reply is not of the form that was agreed.
    """
    if not isinstance(reply, Mapping):
        raise UnreadableError(name=name, why="its reading was not understood")
    if "error" in reply:
        raise _error(name, reply)
    try:
        return Report(
            id=ReportId(report_id),
            text=_text(reply["text"], MOST_REPLY),
            lang=_optional(reply["lang"], 12),
            outlet=_optional(reply["outlet"], 300),
            title=_optional(reply["title"], 1_000),
            published=date.fromisoformat(reply["published"]) if reply["published"] else None,
            authors=_names(reply["authors"]),
            translators=_names(reply["translators"]),
            editors=_names(reply["editors"]),
            republished_by=_optional(reply["republished_by"], 300),
            spots=spots_from_json(reply["spots"][:MOST_SPOTS]),
            langs=tuple(_optional(lang, 12) for lang in reply["langs"][:MOST_SPOTS]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(name=name, why="its reading was not understood") from error


def picture_from_reply(name: str, reply: Any) -> Picture:
    """Make a picture from what the child sent: two sides and as many bytes as they ask for.

    Raises UnreadableError.
    """
    if not isinstance(reply, Mapping):
        raise UnreadableError(name=name, why="its picture was not understood")
    if "error" in reply:
        raise _error(name, reply)
    try:
        width, height = int(reply["width"]), int(reply["height"])
        grey = b64decode(_text(reply["grey"], MOST_REPLY).encode("ascii"), validate=True)
        if not (0 < width <= LONGEST_SHOWN and 0 < height <= LONGEST_SHOWN and len(grey) == width * height):
            raise ValueError
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UnreadableError(name=name, why="its picture was not understood") from error
    return Picture(width=width, height=height, grey=grey)


def is_working(reply: Any) -> bool:
    """Say whether a reply only tells that one more page was read."""
    return isinstance(reply, Mapping) and reply.get("working") is True


def is_end(reply: Any) -> bool:
    """Say whether a reply ends the list of items."""
    return isinstance(reply, Mapping) and reply.get("end") is True


def is_last(reply: Any) -> bool:
    """Say whether the child sends nothing after this reply: the end of the list or a refusal of it all."""
    return is_end(reply) or (isinstance(reply, Mapping) and "error" in reply and "refused" not in reply)


def item_from_reply(name: str, reply: Any) -> Item | Refused:
    """Make an item of a container from what the child sent, trusting none of it.

    Raises a subclass of UnreadableError when the container itself was refused or the reply is not of
    the form that was agreed.
    """
    if is_last(reply):
        raise _error(name, reply)
    try:
        if "refused" in reply:
            inner = _label(name, reply["refused"])
            return Refused(name=inner, error=_error(inner, reply))
        return Item(
            name=_label(name, reply["item"]),
            content=b64decode(_text(reply["content"], MOST_REPLY).encode("ascii"), validate=True),
            url=_optional(reply["url"], LONGEST_URL),
            captured=datetime.fromisoformat(reply["captured"]) if reply["captured"] else None,
        )
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise UnreadableError(name=name, why="its contents were not understood") from error


def _label(container: str, value: Any) -> str:
    """Return the label of an item; it must lie below its container's."""
    start, told = f"{container}/", _text(value, LONGEST_LABEL)
    if not told.startswith(start):
        raise ValueError
    return start + label(told.removeprefix(start))


def _error(name: str, reply: Mapping[str, Any]) -> UnreadableError:
    kind = str(reply.get("error"))
    kind = kind if kind in _SENTENCES else "UnreadableError"
    details = reply.get("details")
    safe = {
        key: str(value)[:80]
        for key, value in (details.items() if isinstance(details, Mapping) else ())
        if key in {"why", "kind", "limit"}
    }
    made: UnreadableError = getattr(errors, kind)(
        **{"why": "it is broken", "kind": "it", **safe, "name": name}
    )
    return made


def _text(value: Any, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise TypeError
    # A lone surrogate can be neither stored nor printed.
    return value.encode("utf-8", "replace").decode("utf-8")


def _optional(value: Any, most: int) -> str | None:
    return None if value is None else _text(value, 10_000)[:most]


def _names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(name, 1_000)[:200] for name in value[:50])
