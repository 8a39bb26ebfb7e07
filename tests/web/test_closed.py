"""The desk is closed by default: every address asks who is there, and each role sees its own."""

import pytest
from django.urls import URLPattern

ROLES = ("reader", "coder", "reviewer", "custodian", "admin")
OPEN = {"login", "theme", "language"}
ARGUMENTS = {
    "report_id": "r-0001",
    "claim_id": "c-arrest",
    "incident_id": "i-hebei",
    "person_id": "p-none",
    "number": 1,
}


def _patterns() -> list[URLPattern]:
    from khronika.web.urls import urlpatterns

    return list(urlpatterns)


def _address(pattern: URLPattern) -> str:
    from django.urls import reverse

    return reverse(
        str(pattern.name), kwargs={k: ARGUMENTS[k] for k in pattern.pattern.regex.groupindex}, urlconf=None
    )


def _role(pattern: URLPattern) -> str | None:
    return getattr(pattern.callback, "role", None)


def test_every_address_names_its_role_or_is_one_of_three_open_ones():
    for pattern in _patterns():
        assert (pattern.name in OPEN) != bool(_role(pattern)), pattern.name


def test_a_stranger_is_sent_to_sign_in_from_every_address(world):
    from django.test import Client

    for pattern in _patterns():
        if pattern.name in OPEN:
            continue
        for method in ("get", "post"):
            answer = getattr(Client(SERVER_NAME="127.0.0.1"), method)(_address(pattern))
            assert answer.status_code in {302, 403, 405}, pattern.name
            if answer.status_code == 302:
                assert answer["Location"].startswith("/sign-in"), pattern.name


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_refused_what_is_above_it(as_role, role):
    client = as_role(role)
    for pattern in _patterns():
        needed = _role(pattern)
        if needed is None or pattern.name == "logout":
            continue
        answer = client.get(_address(pattern))
        if ROLES.index(role) < ROLES.index(needed):
            assert answer.status_code in {403, 405}, pattern.name
            assert b"Two women" not in answer.content
        else:
            assert answer.status_code != 403, pattern.name


def test_only_loopback_names_are_answered(as_role):
    client = as_role("admin")
    assert client.get("/queue", headers={"host": "desk.example.org"}).status_code == 400
    assert client.get("/queue", headers={"host": "localhost:8471"}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_the_server_refuses_an_address_that_others_reach(world, host):
    from khronika.errors import UsageError
    from khronika.web.serve import make_server

    with pytest.raises(UsageError, match="this machine alone"):
        make_server(world, host=host, port=0)


def test_a_form_without_its_token_is_refused(world):
    from django.test import Client

    from khronika.store.models import JudgementRow, Member

    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(Member.objects.get(username="coder"), "django.contrib.auth.backends.ModelBackend")
    answer = client.post("/claims/c-arrest/judge", {"verdict": "accept", "last": ""})
    assert answer.status_code == 403
    assert not JudgementRow.objects.exists()


def test_a_member_who_was_switched_off_sees_nothing(as_role):
    from khronika.store.models import Member

    client = as_role("reviewer")
    Member.objects.filter(username="reviewer").update(is_active=False)
    assert client.get("/queue")["Location"].startswith("/sign-in")


def test_a_port_in_use_is_said_so(world):
    from khronika.errors import UsageError
    from khronika.web.serve import make_server

    first = make_server(world, port=0)
    try:
        with pytest.raises(UsageError, match="in use"):
            make_server(world, port=int(first.effective_port))
    finally:
        first.close()
        first.task_dispatcher.shutdown()


def test_no_page_is_ever_spooled_to_a_file(world, monkeypatch):
    """Waitress puts large answers into temporary files unless it is told to keep them in memory."""
    from urllib.request import Request, urlopen

    from waitress import buffers

    from khronika.store.models import ReportRow
    from tests.web.browser import served

    def spooled(*args):
        raise AssertionError("a page was written to a file")

    monkeypatch.setattr(buffers.TempfileBasedBuffer, "newfile", spooled)
    text = "A long report. " * 400_000
    ReportRow.objects.filter(id="r-0002").update(text=text)
    with served(world) as address:
        cookie = f"khronika_session={_session()}"
        with urlopen(Request(f"{address}reports/r-0002", headers={"Cookie": cookie})) as answer:
            assert len(answer.read()) > len(text)


def _session() -> str:
    from django.test import Client

    from khronika.store.models import Member

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Member.objects.get(username="reader"), "django.contrib.auth.backends.ModelBackend")
    return client.cookies["khronika_session"].value
