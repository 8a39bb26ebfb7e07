"""Show a page of an original as a picture, and note who looked at it.

The page is drawn in the reading process, never in the desk's; it is kept nowhere.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from khronika.casebook.custody import record_custody, sealed_path
from khronika.casebook.members import require
from khronika.casebook.reading_room import NotInCasebookError, keep_log
from khronika.read.media import MEDIA_TYPES, PICTURES
from khronika.read.pictures import png_of
from khronika.read.sandbox import Sandbox

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook
    from khronika.store.models import Member

DRAWN = frozenset(MEDIA_TYPES[kind] for kind in (*PICTURES, "pdf"))
"""Kinds of originals that have pages to show."""
_sandbox = Sandbox()
_drawing = threading.Lock()


def page_picture(member: Member, report_id: str, page: int, casebook: Casebook) -> bytes:
    """Return a page (from 1) of a report's original as a PNG.

    Raises NotInCasebookError where the report or the page does not exist, UnreadableError where it
    cannot be drawn.
    """
    from django.db import transaction

    from khronika.protect.seal import unseal
    from khronika.store.models import LedgerRow, ReportRow

    require(member, "reader")
    row = ReportRow.objects.select_related("original").filter(id=report_id).first()
    if row is None or row.original.media_type not in DRAWN:
        raise NotInCasebookError
    digest = row.original_id
    with transaction.atomic():
        LedgerRow.objects.create(who=member.pseudonym, did="read page", target=row.id)
        record_custody(member.pseudonym, "viewed", digest)
    keep_log(casebook)
    content = unseal(sealed_path(casebook, digest).read_bytes(), casebook.keys.originals)
    with _drawing:
        return png_of(_sandbox.picture(row.original.name, content, page))


def close() -> None:
    """Stop the process that draws."""
    _sandbox.close()
