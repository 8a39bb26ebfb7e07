"""Take containers apart: each report in an archive, a letter or a web archive becomes an original.

The container is kept as it came; what lies in it is kept beside it, once, with where it lay and,
for a captured page, its address and time. Each item is written in a transaction of its own, and the
step counts as done when all are; after a crash the container is opened again and only what is
missing is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from khronika import __version__
from khronika.casebook.custody import sealed_path, write_log
from khronika.casebook.intake import FLUSH_EVERY, Intake, Progress, keep_original, lacking, set_state
from khronika.errors import KhronikaError, ReadingUnavailableError
from khronika.read.items import Item, Refused
from khronika.read.media import CONTAINERS, HOLDERS, MEDIA_TYPES
from khronika.read.sandbox import Sandbox

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook
    from khronika.store.models import OriginalRow

HOLDING = tuple(MEDIA_TYPES[kind] for kind in sorted(HOLDERS))
NOT_REPORTS = tuple(MEDIA_TYPES[kind] for kind in sorted(CONTAINERS))


def unpack(casebook: Casebook, by: str, done: Intake, shown: Progress) -> None:
    """Open every container that has not been opened to its end."""
    waiting = [row for row in lacking("unpack") if row.media_type in HOLDING]
    if not waiting:
        return
    shown.start("unpack", len(waiting))
    with Sandbox() as sandbox:
        for row in waiting:
            _unpack_one(casebook, row, sandbox, by, done)
            shown.advance("unpack")


def _unpack_one(casebook: Casebook, row: OriginalRow, sandbox: Sandbox, by: str, done: Intake) -> None:
    from khronika.protect.seal import unseal

    content = unseal(sealed_path(casebook, row.digest).read_bytes(), casebook.keys.originals)
    try:
        found = sandbox.expand(row.name, content)
    except ReadingUnavailableError:
        raise  # no fault of this container's
    except KhronikaError as error:
        set_state(row, "unpack", finished=False, sentence=str(error))
        done.failed.append((row.name, str(error)))
        return
    refused = [one for one in found if isinstance(one, Refused)]
    for number, item in enumerate((one for one in found if isinstance(one, Item)), 1):
        done.added += _keep(casebook, row, item, by)
        if number % FLUSH_EVERY == 0:
            write_log(casebook, sign=False)
    write_log(casebook)
    done.failed.extend((one.name, str(one.error)) for one in refused)
    sentence = str(refused[0].error) if refused else ""
    set_state(row, "unpack", finished=not refused, sentence=sentence)


def _keep(casebook: Casebook, container: OriginalRow, item: Item, by: str) -> bool:
    """Keep an item with where it lay; says whether it is new."""
    from khronika.record import digest_of
    from khronika.store.models import UnpackedRow

    new = keep_original(casebook, item.name, item.content, by=by, did="unpacked")
    UnpackedRow.objects.get_or_create(
        container=container,
        name=item.name,
        defaults={
            "original_id": digest_of(item.content),
            "url": item.url or "",
            "captured": item.captured,
            "version": __version__,
        },
    )
    return new


def held_something(original: str) -> bool:
    """Say whether reports came out of an original: a letter that only encloses them needs no text."""
    from khronika.store.models import UnpackedRow

    return UnpackedRow.objects.filter(container_id=original).exists()
