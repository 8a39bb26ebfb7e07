"""Judging on the desk: what is written, what is refused, and what the next reader sees."""

import pytest


def post(client, claim, verdict, last="", htmx=False, **more):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/claims/{claim}/judge", {"verdict": verdict, "last": last, **more}, headers=headers)


def last_of(claim):
    from khronika.store.models import JudgementRow

    return JudgementRow.objects.filter(claim_id=claim).last().id


def state_of(claim):
    from khronika.casebook.reviewing import standings_of

    return standings_of([claim])[claim].state.value


def test_accept_leads_back_to_the_claim(as_role):
    answer = post(as_role("coder"), "c-raid", "accept")
    assert answer["Location"].startswith("/reports/r-0001#claim-")
    assert state_of("c-raid") == "accepted"


def test_with_htmx_the_card_the_progress_and_an_announcement_come_back(as_role):
    answer = post(as_role("coder"), "c-arrest", "accept", htmx=True)
    page = answer.content.decode()
    assert 'data-state="accepted"' in page
    assert 'id="progress"' in page
    assert "1 of 4 judged" in page
    assert "Claim 1: Accepted." in page
    assert "<html" not in page


def test_a_rejection_needs_a_reason(as_role):
    client = as_role("coder")
    assert post(client, "c-raid", "reject").status_code == 422
    assert post(client, "c-raid", "reject", htmx=True).status_code == 422
    assert state_of("c-raid") == "unseen"
    post(client, "c-raid", "reject", reason="It is a guess.")
    assert state_of("c-raid") == "rejected"


def test_a_correction_takes_the_selected_words(as_role):
    from khronika.casebook.reviewing import judgements_of
    from tests.web.world import FIRST

    at = FIRST.index("the farmer")
    answer = post(
        as_role("coder"),
        "c-raid",
        "correct",
        htmx=True,
        **{
            "value.ground": "the farmer",
            "words.ground": "the farmer",
            "start.ground": str(at),
            "end.ground": str(at + 10),
        },
    )
    assert answer.status_code == 200
    assert 'id="text"' in answer.content.decode()
    (judgement,) = judgements_of(["c-raid"])
    (correction,) = judgement.corrections
    assert (correction.value, correction.becomes, correction.quote.start) == ("ground", "the farmer", at)
    assert state_of("c-raid") == "corrected"


def test_typed_words_are_found_and_words_that_are_not_there_are_refused(as_role):
    client = as_role("coder")
    wrong = post(
        client, "c-raid", "correct", htmx=True, **{"value.ground": "x", "words.ground": "no such words"}
    )
    assert wrong.status_code == 422
    assert "do not stand in the report" in wrong.content.decode()
    assert 'value="no such words"' in wrong.content.decode()
    post(client, "c-raid", "correct", **{"value.victims.age": "thirties", "words.victims.age": "thirties"})
    assert state_of("c-raid") == "corrected"


def test_a_new_value_without_words_is_refused(as_role):
    answer = post(as_role("coder"), "c-raid", "correct", htmx=True, **{"value.victims.sex": "male"})
    assert answer.status_code == 422
    assert "Select the words" in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("act", "murder"),
        ("date.from", "last week"),
        ("victims.min", "two"),
        ("place.country", "China"),
        ("act", ""),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(as_role, path, typed):
    answer = post(as_role("coder"), "c-arrest", "correct", htmx=True, **{f"value.{path}": typed})
    assert answer.status_code == 422
    assert state_of("c-arrest") == "unseen"


def test_a_correction_that_changes_nothing_accepts(as_role):
    post(as_role("coder"), "c-arrest", "correct")
    assert state_of("c-arrest") == "accepted"


def test_a_stale_judgement_is_not_saved(as_role):
    from khronika.store.models import JudgementRow

    post(as_role("coder"), "c-raid", "accept")
    late = post(as_role("reviewer"), "c-raid", "reject", last="", reason="I saw nobody's answer.", htmx=True)
    assert late.status_code == 409
    assert "Somebody judged this claim" in late.content.decode()
    assert 'data-state="accepted"' in late.content.decode()
    assert JudgementRow.objects.count() == 1


def test_a_coder_is_not_the_second_person_a_reviewer_is(as_role, member):
    from khronika.casebook.members import add_member
    from khronika.casebook.reviewing import standings_of
    from tests.web.world import PASSWORD

    add_member("coder two", PASSWORD, "coder")
    post(as_role("coder"), "c-raid", "accept")
    assert post(as_role("coder two"), "c-raid", "accept", last=last_of("c-raid")).status_code == 403
    assert post(as_role("reader"), "c-raid", "accept", last=last_of("c-raid")).status_code == 403
    post(as_role("reviewer"), "c-raid", "accept", last=last_of("c-raid"))
    assert standings_of(["c-raid"])["c-raid"].seconded


def test_nobody_is_two_people(as_role):
    from khronika.casebook.reviewing import standings_of

    client = as_role("reviewer")
    post(client, "c-raid", "accept")
    post(client, "c-raid", "accept", last=last_of("c-raid"))
    assert (
        standings_of(["c-raid"])["c-raid"].reviewers == ("",)
        or not standings_of(["c-raid"])["c-raid"].seconded
    )


def test_an_accept_of_a_corrected_claim_accepts_the_correction(as_role):
    from khronika.casebook.reviewing import standings_of

    post(as_role("coder"), "c-arrest", "correct", **{"value.victims.min": "1"})
    post(as_role("reviewer"), "c-arrest", "accept", last=last_of("c-arrest"))
    held = standings_of(["c-arrest"])["c-arrest"]
    assert held.state == "corrected"
    assert held.seconded


def test_undo_takes_only_ones_own_back(as_role):
    post(as_role("coder"), "c-raid", "accept")
    assert post(as_role("reviewer"), "c-raid", "undo", last=last_of("c-raid")).status_code == 400
    assert state_of("c-raid") == "accepted"
    post(as_role("coder"), "c-raid", "undo", last=last_of("c-raid"))
    assert state_of("c-raid") == "unseen"


def test_every_step_is_in_the_ledger(as_role, member):
    from khronika.store.models import LedgerRow

    coder = as_role("coder")
    coder.get("/reports/r-0001")
    post(coder, "c-raid", "accept")
    post(coder, "c-raid", "undo", last=last_of("c-raid"))
    coder.get("/incidents/i-hebei")
    coder.get("/claims/c-raid/correct", headers={"HX-Request": "true"})
    did = list(
        LedgerRow.objects.filter(who=member("coder").pseudonym).order_by("id").values_list("did", "target")
    )
    assert ("read report", "r-0001") in did
    assert ("read claim", "c-raid") in did
    assert ("judged: accept", "c-raid") in did
    assert ("judged: undo", "c-raid") in did
    assert ("read incident", "i-hebei") in did


def test_a_view_is_in_the_custody_log_and_the_log_still_verifies(as_role, member, world):
    as_role("coder").get("/reports/r-0001")
    log = (world.path / "custody.log").read_text()
    assert '"did":"viewed"' in log
    assert member("coder").pseudonym in log
    for word in ("coder", "Lantern", "lantern", "Hebei", "women"):
        assert word not in log.replace(member("coder").pseudonym, "")


def test_views_are_signed_when_the_desk_closes(as_role, world):
    from khronika.casebook.reading_room import keep_log
    from khronika.preserve.custody import head_from_text
    from khronika.store.models import CustodyRow

    client = as_role("coder")
    for _ in range(3):
        client.get("/reports/r-0001")
    assert CustodyRow.objects.filter(logged=False).exists()
    assert (world.path / "custody.log").read_text().count("\n") == CustodyRow.objects.count()
    keep_log(world, sign=True)
    assert not CustodyRow.objects.filter(logged=False).exists()
    assert head_from_text((world.path / "custody.head").read_text()).entries == CustodyRow.objects.count()


@pytest.mark.parametrize("table", ["JudgementRow", "LedgerRow"])
def test_the_database_itself_refuses_to_change_what_was_judged(as_role, table):
    from django.db import DatabaseError, transaction

    from khronika.store import models

    post(as_role("coder"), "c-raid", "accept")
    row = getattr(models, table).objects.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(
            **{"reason": "x"} if table == "JudgementRow" else {"who": "x"}
        )
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()


def test_a_finding_needs_judged_claims_and_two_people(as_role):
    from khronika.casebook.reading_room import list_incidents

    def findings():
        line = next(x for x in list_incidents() if x.incident.id == "i-tumen")
        return line.stand, line.established, line.state

    assert findings() == (0, 0, "unseen")
    post(as_role("coder"), "c-return", "accept")
    assert findings() == (1, 0, "stands")
    post(as_role("reviewer"), "c-return", "accept", last=last_of("c-return"))
    assert findings() == (1, 1, "established")


def test_of_two_who_judge_at_the_same_moment_one_is_told(member, world):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from django.db import connections

    from khronika.casebook.reviewing import judge
    from khronika.errors import StaleJudgementError
    from khronika.store.models import JudgementRow

    names = ("reviewer", "second", "custodian", "admin")
    members, start = [member(name) for name in names], Barrier(len(names))

    def say(who):
        start.wait()
        try:
            judge(who, "c-raid", "accept", expected_last="")
        except StaleJudgementError:
            return "stale"
        finally:
            connections.close_all()
        return "written"

    with ThreadPoolExecutor(len(names)) as pool:
        answers = list(pool.map(say, members))
    assert sorted(answers) == ["stale", "stale", "stale", "written"]
    assert JudgementRow.objects.count() == 1
