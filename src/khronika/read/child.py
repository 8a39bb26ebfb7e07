"""The reading child: takes files on its standard input and answers with readings, items or codes.

It gives up the network before it reads anything. Where the system can fork, each file is read in
a process of its own, so that a file which breaks the reader cannot change the reading of the next.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from khronika.errors import KhronikaError

SECONDS_OF_CPU = 45


def main() -> None:
    """Read requests until the parent closes the pipe."""
    isolated = leave_network()
    if "--probe" in sys.argv:
        sys.stdout.write("namespace" if isolated else "sockets")
        return
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    _load_readers()
    _send({"ready": True}, replies)
    while head := requests.read(4):
        request = json.loads(requests.read(struct.unpack(">I", head)[0]))
        content = requests.read(request["size"])
        if hasattr(os, "fork"):
            _fork_and_answer(request, content, replies)
        else:
            _answer(request, content, replies)


def leave_network() -> bool:
    """Cut this process off. Returns whether the kernel did it; Python's sockets are blocked in any case."""
    import socket

    def refuse(*_: object, **__: object) -> Any:
        raise OSError("no network while reading")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.create_connection = refuse
    socket.getaddrinfo = refuse
    if sys.platform != "linux":
        return False
    import ctypes

    clone_newuser, clone_newnet = 0x10000000, 0x40000000
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.unshare(clone_newuser | clone_newnet) == 0 or libc.unshare(clone_newnet) == 0)


def _load_readers() -> None:
    """Load and warm up before the first fork, so that no file pays again for patterns and statistics."""
    import docx  # noqa: F401
    import PIL.Image
    import pypdfium2  # noqa: F401

    from khronika.read.readers import read_report
    from khronika.read.scans import installed

    PIL.Image.init()
    installed()
    line = (
        "Follow Open Pier for more. By Mina Ro, 3 May 2024, told Daily Ferry that the women were taken away. "
    )
    page = f"<html><title>A | B</title><h1>A</h1><p>{line * 4}</p><p>{line * 4}</p></html>"
    read_report("warm", "warm.html", page.encode())
    # The statistics of languages are unpacked through a temporary file, which the limits forbid later.
    read_report("warm", "warm.txt", b"palabras de un informe")
    read_report("warm", "warm.txt", f"DAILY FERRY\n3 May 2024\n\nA\n\n{line * 4}".encode())


def _fork_and_answer(request: dict[str, Any], content: bytes, replies: BinaryIO) -> None:
    process = os.fork()
    if process == 0:
        code = 1
        try:
            _limit(request["memory"])
            _answer(request, content, replies)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    if status != 0:
        why = "needs more time or memory than reading may use"
        _send({"error": "HostileFileError", "details": {"why": why}}, replies)


def _limit(memory: int) -> None:
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, SECONDS_OF_CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue  # macOS refuses some of them; time and output stay limited by the parent


def _answer(request: dict[str, Any], content: bytes, replies: BinaryIO) -> None:
    from khronika.errors import KhronikaError

    try:
        if request["what"] == "expand":
            reply = _expand(request["name"], content, replies)
        elif request["what"] == "picture":
            reply = _picture(request["name"], content, request["page"])
        else:
            reply = _read(request["id"], request["name"], content, replies)
    except KhronikaError as error:
        reply = _said(error)
    except (MemoryError, RecursionError):
        why = "needs more memory than reading may use"
        reply = {"error": "HostileFileError", "details": {"why": why}}
    except Exception:  # noqa: BLE001 - a parser may fail in any way; its words may hold the file's
        reply = {"error": "UnreadableError", "details": {"why": "its inside is broken"}}
    _send(reply, replies)


def _read(report_id: str, name: str, content: bytes, replies: BinaryIO) -> dict[str, Any]:
    from khronika.read.readers import read_report
    from khronika.read.scans import page_done
    from khronika.record.codec import report_to_json

    page_done.set(lambda: _send({"working": True}, replies))
    return report_to_json(read_report(report_id, name, content))


def _picture(name: str, content: bytes, page: int) -> dict[str, Any]:
    from base64 import b64encode

    from khronika.read.pictures import picture_of

    found = picture_of(content, name, page)
    return {"width": found.width, "height": found.height, "grey": b64encode(found.grey).decode("ascii")}


def _expand(name: str, content: bytes, replies: BinaryIO) -> dict[str, Any]:
    """Send each item as it comes, so that memory holds one at a time; the last reply ends the list."""
    from base64 import b64encode

    from khronika.read.expand import expand
    from khronika.read.items import Refused

    for found in expand(name, content):
        if isinstance(found, Refused):
            _send({"refused": found.name, **_said(found.error)}, replies)
            continue
        row = {
            "item": found.name,
            "url": found.url,
            "captured": found.captured.isoformat() if found.captured else None,
            "content": b64encode(found.content).decode("ascii"),
        }
        _send(row, replies)
    return {"end": True}


def _said(error: KhronikaError) -> dict[str, Any]:
    return {"error": type(error).__name__, "details": {k: str(v) for k, v in error.values.items()}}


def _send(reply: dict[str, Any], replies: BinaryIO) -> None:
    body = json.dumps(reply, ensure_ascii=True).encode("ascii")
    replies.write(struct.pack(">I", len(body)) + body)
    replies.flush()


if __name__ == "__main__":
    main()
