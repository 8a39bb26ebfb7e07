"""Members: added by administrators, known to the logs by pseudonym."""

import pytest

from tests.web.world import PASSWORD


def test_an_administrator_adds_a_member_and_changes_a_role(as_role, member):
    client = as_role("admin")
    client.post("/members/add", {"username": "new", "password": PASSWORD, "role": "coder"})
    assert member("new").role == "coder"
    assert member("new").pseudonym.startswith("m-")
    client.post("/members/role", {"username": "new", "role": "reviewer"})
    assert member("new").role == "reviewer"


@pytest.mark.parametrize(
    "asked",
    [
        {"username": "coder", "password": PASSWORD, "role": "coder"},
        {"username": "CODER", "password": PASSWORD, "role": "coder"},
        {"username": "", "password": PASSWORD, "role": "coder"},
        {"username": "new", "password": "short", "role": "coder"},
        {"username": "new", "password": PASSWORD, "role": "king"},
    ],
)
def test_what_cannot_be_a_member_is_refused_with_a_sentence(as_role, asked):
    from khronika.store.models import Member

    answer = as_role("admin").post("/members/add", asked)
    assert answer.status_code >= 400
    assert "problem" in answer.content.decode()
    assert Member.objects.count() == 6


def test_the_last_administrator_stays(as_role, member):
    answer = as_role("admin").post("/members/role", {"username": "admin", "role": "reader"})
    assert answer.status_code == 400
    assert member("admin").role == "admin"


def test_a_member_who_is_kept_out_cannot_sign_in_and_their_judgements_stay(as_role, member):
    from django.test import Client

    from khronika.casebook.reviewing import judge, standings_of

    judge(member("coder"), "c-raid", "accept")
    admin = as_role("admin")
    admin.post("/members/active", {"username": "coder", "active": "no"})
    client = Client(SERVER_NAME="127.0.0.1")
    assert client.post("/sign-in", {"username": "coder", "password": PASSWORD}).status_code == 403
    assert standings_of(["c-raid"])["c-raid"].stands
    assert "kept out" in admin.get("/members").content.decode()
    admin.post("/members/active", {"username": "coder", "active": "yes"})
    assert client.post("/sign-in", {"username": "coder", "password": PASSWORD}).status_code == 302
    assert admin.post("/members/active", {"username": "admin", "active": "no"}).status_code == 400


def test_a_new_password_ends_the_other_sessions(as_role, member):
    here, elsewhere = as_role("coder"), as_role("coder")
    new = "another password for tests"
    assert here.post("/account", {"old": "wrong", "new": new}).status_code == 400
    assert here.post("/account", {"old": PASSWORD, "new": "short"}).status_code == 409
    assert elsewhere.get("/queue").status_code == 200
    assert here.post("/account", {"old": PASSWORD, "new": new}).status_code == 200
    assert here.get("/queue").status_code == 200
    assert elsewhere.get("/queue").status_code == 302
    assert member("coder").check_password(new)


def test_ledger_and_custody_log_hold_no_names(as_role, world):
    from khronika.store.models import CustodyRow, LedgerRow, Member

    as_role("reviewer").get("/reports/r-0001")
    names = set(Member.objects.values_list("username", flat=True))
    assert not names & set(LedgerRow.objects.values_list("who", flat=True))
    assert not names & set(LedgerRow.objects.values_list("target", flat=True))
    for line in CustodyRow.objects.values_list("line", flat=True):
        assert not any(f'"{name}"' in line for name in names)
