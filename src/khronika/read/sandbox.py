"""Read hostile files in a child process that can do nothing else.

The child has no network, no casebook and no keys; its memory, time and output are limited. What it
sends back is checked field by field (`replies`): codes cross the border, never objects.

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from khronika.errors import HostileFileError, ReadingUnavailableError, TooLargeError, UnreadableError
from khronika.read.items import MOST_ITEMS, MOST_UNPACKED, Item, Refused, TooMuchError
from khronika.read.media import CONTAINERS, HOLDERS, kind_of
from khronika.read.pictures import Picture
from khronika.read.readers import MOST_BYTES
from khronika.read.replies import (
    MOST_REPLY,
    is_end,
    is_last,
    is_working,
    item_from_reply,
    picture_from_reply,
    report_from_reply,
)
from khronika.record import Report

START_SECONDS = 120
SECONDS, MEMORY_BYTES = 60, 2_000_000_000
MOST_REPLIES = 5_000
"""More than the items of any container, or the pages of any scan."""


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
        with self._asked("read", name, content, report_id) as replies:
            last = next(reply for reply in replies if not is_working(reply))
            return report_from_reply(report_id, name, last)

    def picture(self, name: str, content: bytes, page: int) -> Picture:
        """Return a page (from 1) of a PDF or an image as points of grey."""
        with self._asked("picture", name, content, page=page) as replies:
            return picture_from_reply(name, next(replies))

    def expand(self, name: str, content: bytes) -> list[Item | Refused]:
        """Return what a container holds; all of it lies in memory, 300 MB at most.

        Raises a subclass of UnreadableError when the container is refused as a whole.
        """
        found: list[Item | Refused] = []
        size = 0
        with self._asked("expand", name, content) as replies:
            for reply in replies:
                if is_end(reply):
                    return found
                found.append(self._item(name, reply))
                size += len(getattr(found[-1], "content", b""))
                if len(found) > 2 * MOST_ITEMS or size > MOST_UNPACKED:
                    raise TooMuchError
        raise AssertionError("the replies of a child never end without an error")

    def contents(self, name: str, content: bytes) -> list[Item | Refused]:
        """Return the reports in a file: the file itself, what it holds, or both if it is a letter."""
        kind = kind_of(name, content[:65_536])
        itself: list[Item | Refused] = [] if kind in CONTAINERS else [Item(name=name, content=content)]
        return itself + (self.expand(name, content) if kind in HOLDERS else [])

    def _item(self, name: str, reply: Any) -> Item | Refused:
        try:
            return item_from_reply(name, reply)
        except UnreadableError:
            if not is_last(reply):
                self.close()  # what it still sends would be taken for the answer to the next request
            raise

    @contextmanager
    def _asked(
        self, what: str, name: str, content: bytes, report_id: str = "", page: int = 0
    ) -> Iterator[Iterator[Any]]:
        """Send a request; give the replies. A child that breaks the agreement is stopped."""
        if len(content) > MOST_BYTES:
            raise TooLargeError(name=name, limit=MOST_BYTES // 1_000_000)
        child = self._running()
        head = {
            "what": what,
            "id": report_id,
            "name": name,
            "page": page,
            "size": len(content),
            "memory": self.memory,
        }
        try:
            _send(child, json.dumps(head).encode("ascii"), content)
            yield self._replies(child)
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise HostileFileError(name=name, why="needs more memory than reading may use") from error
        except TooMuchError as error:
            self.close()
            raise HostileFileError(name=name, why="would grow far beyond its size when unpacked") from error
        except TimeoutError as error:
            self.close()
            raise HostileFileError(name=name, why=f"takes longer than {self.seconds:g} seconds") from error

    def _replies(self, child: subprocess.Popen[bytes]) -> Iterator[Any]:
        assert child.stdout is not None
        deadline = time.monotonic() + self.seconds
        for _ in range(MOST_REPLIES):
            reply = self._reply(child.stdout, deadline - time.monotonic())
            if is_working(reply):
                deadline = time.monotonic() + self.seconds
            yield reply
        raise TimeoutError

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


def _send(child: subprocess.Popen[bytes], head: bytes, content: bytes) -> None:
    assert child.stdin is not None
    child.stdin.write(struct.pack(">I", len(head)) + head)
    child.stdin.write(content)
    child.stdin.flush()


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
    kept = ("PATH", "SYSTEMROOT", "PYTHONHOME", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "TESSDATA_PREFIX")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
    }
