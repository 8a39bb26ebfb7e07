"""Take reports in: preserve, unpack, read, code, link. Killed at any moment, it goes on where it stopped.

Each step is done for all reports that lack it, and its state is written in the same transaction as
its result. Nothing that was finished is done again; what failed is tried again by the same command.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from khronika import __version__
from khronika.casebook.custody import record_custody, sealed_path, write_log
from khronika.casebook.files import report_files
from khronika.errors import (
    CodingCutError,
    EmptyFileError,
    KhronikaError,
    NoCoderError,
    NoTextError,
    ReadingUnavailableError,
    TooLargeError,
    UnreadableError,
)
from khronika.read.media import MEDIA_TYPES, kind_of
from khronika.read.readers import MOST_BYTES
from khronika.record import ReportId, digest_of

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook
    from khronika.store.models import OriginalRow

FLUSH_EVERY = 200


class Progress(Protocol):
    """What shows how far a step is."""

    def start(self, step: str, total: int) -> None:
        """A step begins that has so many things to do."""

    def advance(self, step: str) -> None:
        """One more is done."""


class Silent:
    """Progress that nobody watches."""

    def start(self, step: str, total: int) -> None:
        del step, total

    def advance(self, step: str) -> None:
        del step


@dataclass(slots=True)
class Intake:
    """What came of taking files in."""

    files: int = 0
    added: int = 0
    known: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)  # read, but for people to code
    reports: int = 0
    claims: int = 0
    incidents: int = 0


def add_files(
    casebook: Casebook,
    paths: Sequence[Path],
    *,
    by: str,
    progress: Progress | None = None,
    jobs: int = 1,
) -> Intake:
    """Take files and folders in and bring everything as far as it goes; `jobs` processes share the coding.

    Raises NoReportsError; a file that fails is listed in the result and the others go on.
    """
    shown = progress or Silent()
    done = Intake()
    files = report_files(paths)
    done.files = len(files)
    _preserve(casebook, files, by, done, shown)
    finish_steps(casebook, by, done, shown, jobs)
    return done


def finish_steps(casebook: Casebook, by: str, done: Intake, shown: Progress, jobs: int = 1) -> None:
    """Unpack, read, code and link all originals that are not yet that far."""
    from khronika.casebook.unpacking import unpack

    unpack(casebook, by, done, shown)
    _read(casebook, done, shown)
    _code(done, shown, jobs)
    _link(done, shown)


# ------------------------------------------------------------------ preserve
def _preserve(casebook: Casebook, files: Sequence[Path], by: str, done: Intake, shown: Progress) -> None:
    shown.start("preserve", len(files))
    for number, path in enumerate(files, 1):
        try:
            if keep_original(casebook, path.name, read_bytes(path), by=by, did="received"):
                done.added += 1
            else:
                done.known += 1
        except UnreadableError as error:
            done.failed.append((str(path), str(error)))
        if number % FLUSH_EVERY == 0:
            write_log(casebook, sign=False)
        shown.advance("preserve")
    write_log(casebook)


def keep_original(casebook: Casebook, name: str, content: bytes, *, by: str, did: str) -> bool:
    """Keep bytes as an original; says whether they are new. Raises UnreadableError where no reader fits."""
    from django.db import transaction

    from khronika.protect.seal import seal
    from khronika.store.mapping import now
    from khronika.store.models import OriginalRow

    kind = kind_of(name, content[:65_536])
    digest = digest_of(content)
    if OriginalRow.objects.filter(digest=digest).exists():
        return False
    recipient = (casebook.key_folder / "originals.pub").read_text(encoding="ascii").strip()
    sealed = seal(content, [recipient])
    final = sealed_path(casebook, digest)
    part = final.with_name(f"{digest}.part")
    with part.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    with transaction.atomic():
        OriginalRow.objects.create(
            digest=digest,
            sealed_digest=digest_of(sealed),
            name=name,
            media_type=MEDIA_TYPES[kind],
            size=len(content),
            received=now(),
            received_by=by,
            tool=f"khronika {__version__}",
        )
        record_custody(by, did, digest, digest_of(sealed))
    part.replace(final)
    return True


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file. Raises EmptyFileError, TooLargeError, UnreadableError."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise EmptyFileError(name=path.name)
        if size > MOST_BYTES:
            raise TooLargeError(name=path.name, limit=MOST_BYTES // 1_000_000)
        if not path.is_file():
            raise UnreadableError(name=path.name, why="it is not a file")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(
            name=path.name, why=(error.strerror or "it cannot be opened").lower()
        ) from error


# ------------------------------------------------------------------ read
def _read(casebook: Casebook, done: Intake, shown: Progress) -> None:
    from khronika.casebook.unpacking import NOT_REPORTS, held_something
    from khronika.protect.seal import unseal
    from khronika.read.sandbox import Sandbox
    from khronika.store.mapping import save_report

    waiting = [row for row in lacking("read") if row.media_type not in NOT_REPORTS]
    shown.start("read", len(waiting))
    if not waiting:
        return
    with Sandbox() as sandbox:
        for row in waiting:
            with _one(row, "read", done, shown):
                content = unseal(sealed_path(casebook, row.digest).read_bytes(), casebook.keys.originals)
                try:
                    report = sandbox.read(report_id_of(row.digest), row.name, content)
                except NoTextError:
                    if held_something(row.digest):
                        continue  # a letter that only covers what is attached to it
                    raise
                save_report(report, row.digest)


def report_id_of(digest: str) -> ReportId:
    """Return the id of the report that an original holds."""
    return ReportId(f"r-{digest[:16]}")


# ------------------------------------------------------------------ code
def _code(done: Intake, shown: Progress, jobs: int) -> None:
    from khronika.code.many import code_many
    from khronika.store.mapping import claim_row, report_of
    from khronika.store.models import ClaimRow

    waiting = lacking("code", after="read")
    shown.start("code", len(waiting))
    outcomes = code_many((report_of(row.report) for row in waiting), jobs=jobs)
    for row, outcome in zip(waiting, outcomes, strict=True):
        with _one(row, "code", done, shown):
            if outcome.error is not None:
                raise outcome.error
            ClaimRow.objects.filter(report=row.report).delete()
            ClaimRow.objects.bulk_create(
                [claim_row(claim) for claim in (outcome.coded.claims if outcome.coded else ())]
            )
    if waiting:
        from khronika.casebook.learning import learn_again

        learn_again()


# ------------------------------------------------------------------ link
def _link(done: Intake, shown: Progress) -> None:
    from khronika.casebook.linking import link_everything
    from khronika.store.models import ClaimRow, IncidentRow, ReportRow

    shown.start("link", 1)
    link_everything()
    shown.advance("link")
    done.reports = ReportRow.objects.count()
    done.claims = ClaimRow.objects.count()
    done.incidents = IncidentRow.objects.count()


# ------------------------------------------------------------------ one step of one report
def lacking(step: str, *, after: str | None = None) -> list[OriginalRow]:
    """Return the originals that are ready for a step and have not finished it."""
    from khronika.store.models import OriginalRow, StepRow

    ready = OriginalRow.objects.all()
    if after is not None:
        ready = ready.filter(
            report__isnull=False, digest__in=StepRow.objects.filter(step=after, done=True).values("original")
        )
    finished = StepRow.objects.filter(step=step, done=True).values("original")
    return list(ready.exclude(digest__in=finished).order_by("received", "digest"))


def set_state(row: OriginalRow, step: str, *, finished: bool, sentence: str = "") -> None:
    """Write down how far an original has come."""
    from khronika.store.models import StepRow

    StepRow.objects.update_or_create(
        original=row, step=step, defaults={"done": finished, "sentence": sentence, "version": __version__}
    )


@contextmanager
def _one(row: OriginalRow, step: str, done: Intake, shown: Progress) -> Iterator[None]:
    """Do one step of one report in one transaction; a failure is written down and the batch goes on."""
    from django.db import transaction

    try:
        with transaction.atomic():
            yield
            set_state(row, step, finished=True)
    except ReadingUnavailableError:
        raise  # no fault of this report's
    except (NoCoderError, CodingCutError) as error:
        # Trying again would not help: it is done as far as a program can.
        set_state(row, step, finished=True, sentence=str(error))
        done.left.append((row.name, str(error)))
    except KhronikaError as error:
        set_state(row, step, finished=False, sentence=str(error))
        done.failed.append((row.name, str(error)))
    shown.advance(step)
