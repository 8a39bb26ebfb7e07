"""Serve the desk to this machine and to nobody else.

Waitress answers on a loopback address; a public one is refused before anything is opened.
"""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from khronika.casebook import Casebook
from khronika.errors import UsageError

SETTINGS = "khronika.web.settings"
PORT = 8471


def serve(
    casebook: Casebook,
    host: str = "127.0.0.1",
    port: int = PORT,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until interrupted; `ready` is given the address once the desk answers.

    Port 0 takes any free one. Raises UsageError for a host that others could reach or a port in use.
    """
    from khronika.casebook.reading_room import keep_log

    server = make_server(casebook, host, port)
    _sign_everybody_out()
    _end_in_order_when_told()
    try:
        ready(address_of(server))
        server.run()
    finally:
        server.close()
        keep_log(casebook, sign=True)


def make_server(casebook: Casebook, host: str = "127.0.0.1", port: int = PORT) -> Any:
    """Return a waitress server for an open casebook, listening but not yet answering."""
    _check_loopback(host)
    from waitress import create_server

    from khronika.web.open_casebook import lay_out
    from khronika.web.wsgi import application

    listening = _listening(host, port)
    lay_out(casebook)
    return create_server(
        application,
        sockets=[listening],
        threads=4,
        ident=None,
        clear_untrusted_proxy_headers=True,
        max_request_body_size=1_000_000,
        inbuf_overflow=2_000_000,  # above the largest request, so that nothing is spooled to a file
        outbuf_overflow=256_000_000,
    )


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), port))
    except OSError as error:
        made.close()
        raise UsageError(what=f"Port {port} is in use by another program.") from error
    return made


def address_of(server: Any) -> str:
    """Return the address to type into a browser."""
    host = f"[{server.effective_host}]" if ":" in server.effective_host else server.effective_host
    return f"http://{host}:{server.effective_port}/"


def use_desk_settings() -> None:
    """Choose the desk's settings; call it before the casebook is opened."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS


def _end_in_order_when_told() -> None:
    """Close the casebook when the system or a closing terminal ends the program, as after Ctrl-C."""
    if threading.current_thread() is threading.main_thread():
        for told in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(told, lambda number, frame: sys.exit(0))


def _sign_everybody_out() -> None:
    """A desk that opens anew knows nobody; sessions of yesterday are forgotten."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


def _check_loopback(host: str) -> None:
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise UsageError(what="The desk is served to this machine alone, on a loopback address.")
