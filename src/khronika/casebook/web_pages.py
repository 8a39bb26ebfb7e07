"""Give the web pages of a casebook as one web archive. They leave it unsealed, and each is noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from khronika import __version__
from khronika.casebook.custody import record_custody, sealed_path, write_log
from khronika.errors import CasebookExistsError, NoReportsError
from khronika.preserve.wacz import WebPage, write_wacz
from khronika.read.media import MEDIA_TYPES

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook


def export_pages(casebook: Casebook, target: Path, *, by: str) -> int:
    """Write all web pages into a new WACZ; returns how many. Raises CasebookExistsError, NoReportsError."""
    from django.db import transaction

    from khronika.store.mapping import now
    from khronika.store.models import OriginalRow

    if target.exists():
        raise CasebookExistsError(where=target)
    digests = list(
        OriginalRow.objects.filter(media_type=MEDIA_TYPES["html"])
        .values_list("digest", flat=True)
        .order_by("digest")
    )
    if not digests:
        raise NoReportsError(where="the web pages of this casebook")
    with transaction.atomic():
        for digest in digests:
            record_custody(by, "exported", digest)
    write_log(casebook)
    return write_wacz(target, _pages(casebook, digests), software=f"khronika {__version__}", made=now())


def _pages(casebook: Casebook, digests: list[str]) -> Iterator[WebPage]:
    from khronika.protect.seal import unseal
    from khronika.store.models import OriginalRow, ReportRow, UnpackedRow

    for digest in digests:
        row = OriginalRow.objects.get(digest=digest)
        found = UnpackedRow.objects.filter(original_id=digest).exclude(url="").order_by("captured").first()
        report = ReportRow.objects.filter(original_id=digest).defer("text", "spots").first()
        yield WebPage(
            url=found.url if found else f"urn:sha256:{digest}",
            captured=(found.captured if found and found.captured else None) or row.received,
            content=unseal(sealed_path(casebook, digest).read_bytes(), casebook.keys.originals),
            title=(report.body.get("title") if report else None) or row.name,
        )
