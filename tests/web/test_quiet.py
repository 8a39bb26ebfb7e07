"""The browser keeps nothing and runs nothing that is not ours; no page says more than it must."""

import re

import pytest

PAGES = (
    "/queue",
    "/reports/r-0003",
    "/incidents",
    "/incidents/i-hebei",
    "/people",
    "/log/activity",
    "/nothing",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_forbids_what_it_does_not_need(as_role, address):
    answer = as_role("admin").get(address)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_inline_script_or_style_or_a_foreign_address(as_role, address):
    page = as_role("admin").get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    tags = " ".join(re.findall(r"<[a-z][^<>]*>", page))
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", tags)
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


@pytest.mark.parametrize(
    "address", ["/sign-in", *PAGES, "/members", "/claims/c-arrest/correct", "/appearance"]
)
def test_no_form_is_remembered_by_the_browser(as_role, address):
    """A browser writes what was typed into its session file, unless the form forbids it."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1") if address == "/sign-in" else as_role("admin")
    forms = re.findall(r"<form[^>]*>", client.get(address).content.decode())
    assert forms
    assert [form for form in forms if 'autocomplete="off"' not in form] == []


def test_hostile_text_is_shown_as_text(as_role):
    page = as_role("coder").get("/reports/r-0003").content.decode()
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert 'data-label="RLO"' in page
    assert "[RLO]Three men" in page


def test_titles_and_addresses_hold_ids_only(as_role):
    client = as_role("admin")
    for address in ("/reports/r-0001", "/incidents/i-hebei"):
        page = client.get(address).content.decode()
        title = re.search(r"<title>(.*?)</title>", page).group(1)
        assert title in {"Report r-0001 · Khronika", "Incident i-hebei · Khronika"}
        for link in re.findall(r'(?:href|action)="([^"]+)"', page):
            assert "Hebei" not in link
            assert "women" not in link


def test_cookies_are_closed_to_scripts_and_to_other_sites(world):
    from django.test import Client

    from tests.web.world import PASSWORD

    client = Client(SERVER_NAME="127.0.0.1")
    client.get("/sign-in")
    client.post("/sign-in", {"username": "coder", "password": PASSWORD})
    client.post("/appearance/theme", {"theme": "dark"})
    assert set(client.cookies) == {"khronika_session", "khronika_csrf", "khronika_theme"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
    assert client.cookies["khronika_session"]["max-age"] == ""


def test_a_session_ends_after_half_an_hour_without_a_page(as_role):
    from datetime import timedelta

    from django.contrib.sessions.models import Session
    from django.utils import timezone

    client = as_role("coder")
    client.get("/queue")
    session = Session.objects.get()
    assert session.expire_date <= timezone.now() + timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/queue").status_code == 302


def test_an_unforeseen_fault_shows_no_traceback_and_is_in_the_log(as_role, monkeypatch):
    from khronika.store.models import LedgerRow
    from khronika.web.views import queue

    def fail(member):
        raise ValueError("secret words of a report")

    monkeypatch.setattr(queue, "queue_for", fail)
    answer = as_role("coder").get("/queue")
    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content
    row = LedgerRow.objects.get(did="fault")
    assert row.detail["kind"] == "ValueError"
    assert "secret" not in str(row.detail)


def test_five_failures_lock_a_name_for_a_while(world):
    from django.test import Client

    from tests.web.world import PASSWORD

    client = Client(SERVER_NAME="127.0.0.1")
    answers = [client.post("/sign-in", {"username": "coder", "password": "wrong"}) for _ in range(5)]
    assert [a.status_code for a in answers] == [403, 403, 403, 403, 429]
    locked = client.post("/sign-in", {"username": "coder", "password": PASSWORD})
    assert locked.status_code == 429
    assert "Wait fifteen minutes" in locked.content.decode()
    other = client.post("/sign-in", {"username": "reviewer", "password": PASSWORD})
    assert other.status_code == 302


def test_nothing_is_logged(as_role, caplog, capfd):
    client = as_role("reader")
    client.get("/reports/r-0001")
    client.get("/nothing")
    client.get("/members")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
