"""Read hostile files in a child process that can do nothing else.

The child has no network, no casebook and no keys; its memory, time and output are limited. What it
sends back is checked field by field: codes cross the border, never objects.

On Linux the network is taken away by a namespace of its own where the system allows it; elsewhere
Python's sockets are blocked in the child, and `isolation()` says so.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from khronika import errors
from khronika.errors import (
    HostileFileError,
    KhronikaError,
    ReadingUnavailableError,
    TooLargeError,
    UnreadableError,
)
from khronika.read.readers import MOST_BYTES
from khronika.record import Report, ReportId

START_SECONDS = 120
SECONDS, MEMORY_BYTES, MOST_REPLY = 60, 2_000_000_000, 120_000_000
_SENTENCES = frozenset(
    (
        "EmptyFileError NoTextError TooLargeError LockedFileError UnknownFormatError "
        "MessageLogError HostileFileError UnreadableError"
    ).split()
)


@dataclass(slots=True)
class Sandbox:
    """A child that reads one file after another, each in a process of its own where the system can fork.

    Use it in a `with` statement. Raises a subclass of UnreadableError for a file that cannot be read,
    ReadingUnavailableError where no file could be.
    """

    seconds: float = SECONDS
    memory: int = MEMORY_BYTES
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the child."""
        if self._child is not None:
            _kill_with_children(self._child)
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None

    def read(self, report_id: str, name: str, content: bytes) -> Report:
        """Read a file."""
        if len(content) > MOST_BYTES:
            raise TooLargeError(name=name, limit=MOST_BYTES // 1_000_000)
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        head = json.dumps({"id": report_id, "name": name, "size": len(content), "memory": self.memory})
        try:
            child.stdin.write(struct.pack(">I", len(head)) + head.encode("ascii") + content)
            child.stdin.flush()
            reply = self._reply(child.stdout, self.seconds)
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise HostileFileError(name=name, why="needs more memory than reading may use") from error
        except TimeoutError as error:
            self.close()
            raise HostileFileError(name=name, why=f"takes longer than {self.seconds:g} seconds") from error
        return report_from_reply(report_id, name, reply)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-W", "ignore", "-m", "khronika.read.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_bare_environment(),
                cwd=Path(os.sep),
                close_fds=True,
                start_new_session=True,
            )
            self._await_ready(self._child)
        return self._child

    def _await_ready(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdout is not None
        try:
            self._reply(child.stdout, START_SECONDS)
        except (EOFError, TimeoutError) as error:
            self.close()
            raise ReadingUnavailableError from error

    def _reply(self, pipe: IO[bytes], seconds: float) -> Any:
        deadline = time.monotonic() + seconds
        (size,) = struct.unpack(">I", _exactly(pipe, 4, deadline))
        if size > MOST_REPLY:
            raise EOFError
        try:
            return json.loads(_exactly(pipe, size, deadline))
        except ValueError as error:
            raise EOFError from error


def isolation() -> str:
    """Say in a few words how reading is kept off the network on this machine."""
    if sys.platform != "linux":
        return "sockets blocked in the reading process only; no network namespace on this system"
    probe = subprocess.run(
        [sys.executable, "-I", "-m", "khronika.read.child", "--probe"],
        capture_output=True,
        env=_bare_environment(),
        check=False,
    )
    if probe.stdout.strip() == b"namespace":
        return "network namespace"
    return "sockets blocked in the reading process only; this system allows no network namespace"


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
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(name=name, why="its reading was not understood") from error


def _error(name: str, reply: Mapping[str, Any]) -> KhronikaError:
    kind = reply["error"] if reply["error"] in _SENTENCES else "UnreadableError"
    details = reply.get("details")
    safe = {
        key: str(value)[:80]
        for key, value in (details.items() if isinstance(details, Mapping) else ())
        if key in {"why", "kind", "limit"}
    }
    made: KhronikaError = getattr(errors, kind)(**{"why": "it is broken", "kind": "it", **safe, "name": name})
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


def _exactly(pipe: IO[bytes], size: int, deadline: float) -> bytes:
    parts: list[bytes] = []
    wanted = size
    with _Waiter(pipe) as ready:
        while wanted:
            if not ready(deadline - time.monotonic()):
                raise TimeoutError
            part = os.read(pipe.fileno(), min(wanted, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            wanted -= len(part)
    return b"".join(parts)


def _kill_with_children(child: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    else:
        child.kill()


class _Waiter:
    """Wait for bytes on a pipe; Windows cannot, so there the child's own time limit must do."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._selector = None if os.name == "nt" else selectors.DefaultSelector()
        if self._selector is not None:
            self._selector.register(pipe, selectors.EVENT_READ)

    def __enter__(self) -> _Waiter:
        return self

    def __exit__(self, *_: object) -> None:
        if self._selector is not None:
            self._selector.close()

    def __call__(self, seconds: float) -> bool:
        if self._selector is None:
            return True
        return seconds > 0 and bool(self._selector.select(seconds))


def _bare_environment() -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
