"""What people say of links is kept, shown, respected by the machine, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from khronika.casebook.intake import add_files
from khronika.casebook.judging_links import (
    judge_link,
    merge_incidents,
    own_judgements,
    proposals,
    split_incident,
    undo_link,
)
from khronika.casebook.linking import link_everything, link_judgements, standing_links
from khronika.casebook.members import add_member
from khronika.errors import CorrectionError, NotAllowedError, UsageError


@pytest.fixture
def book(casebook: Any, inbox: Path) -> Any:
    """A casebook with the inbox and one more report of another incident."""
    (inbox / "post.txt").write_text(
        "WEEKLY POST\n23 March 2024\n\nWomen held in Tumen\nBy Ines Marrow\n\n"
        "Police in Yanji, Jilin Province, arrested five North Korean women on March 14, a relative told the Weekly "
        "Post.\n\nThe mother of one of them waits in Seoul for news and has written three letters.\n\n"
        "In Dandong, Liaoning Province, police arrested two North Korean men on February 2, the relative added.\n",
        encoding="utf-8",
    )
    add_files(casebook, [inbox], by="m-test")
    return casebook


@pytest.fixture
def mina(book: Any) -> Any:
    return add_member("mina", "a password of some length", "reviewer")


@pytest.fixture
def jun(book: Any) -> Any:
    return add_member("jun", "a password of some length", "reviewer")


def _incidents() -> dict[str, tuple[str, ...]]:
    from khronika.store.mapping import incident_of
    from khronika.store.models import IncidentRow

    return {row.id: incident_of(row).claims for row in IncidentRow.objects.all()}


def _yanji() -> str:
    from khronika.store.mapping import incident_of
    from khronika.store.models import IncidentRow

    found = [incident_of(row) for row in IncidentRow.objects.all()]
    return max(found, key=lambda i: len(i.reports)).id


def test_a_merge_and_its_undo(mina: Any) -> None:
    before = _incidents()
    assert len(before) >= 2
    one, other = sorted(before)[:2]
    key = merge_incidents(mina, one, other, "the relative told me so")
    after = _incidents()
    assert tuple(sorted(before[one] + before[other])) in {tuple(sorted(c)) for c in after.values()}
    link_everything()
    assert _incidents() == after
    undo_link(mina, key)
    assert _incidents() == before


def test_a_split_stays_when_reports_come(mina: Any, book: Any, inbox: Path) -> None:
    incident = _yanji()
    claims = _incidents()[incident]
    split_incident(mina, incident, [claims[0]], "another flat")
    parts = [c for c in _incidents().values() if claims[0] in c]
    assert not set(parts[0]) & set(claims[1:])
    (inbox / "late.txt").write_text(
        "HARBOUR REVIEW\n2 April 2024\n\nMen held in Kunming\n\nPolice in Kunming, Yunnan Province, arrested four men on "
        "March 28, a source said.\n",
        encoding="utf-8",
    )
    add_files(book, [inbox / "late.txt"], by="m-test")
    parts = [c for c in _incidents().values() if claims[0] in c]
    assert not set(parts[0]) & set(claims[1:])


def test_two_reviewers_who_disagree_are_both_shown_and_neither_holds(mina: Any, jun: Any) -> None:
    before = _incidents()
    one, other = sorted(before)[:2]
    merge_incidents(mina, one, other, "they are one")
    judge_link(jun, "incident", "not_same", before[one], before[other], "they are two")
    assert _incidents() == before
    disputed = [p for p in proposals() if p.state == "disputed"]
    assert disputed
    assert proposals()[0].state == "disputed"
    assert {j.reason for p in disputed for j in p.said} == {"they are one", "they are two"}
    assert len(link_judgements()) == 2


def test_a_copy_that_people_deny_counts_as_a_source_again(mina: Any) -> None:
    from khronika.store.mapping import incident_of
    from khronika.store.models import IncidentRow

    def sources() -> int:
        return incident_of(IncidentRow.objects.get(id=_yanji())).root_sources[1]

    (link,) = [x for x in standing_links() if x.kind == "copy_of" and not x.right.startswith("unseen-")]
    before = sources()
    key = judge_link(mina, "copy", "not_same", [link.left], [link.right], "they only share a wire")
    assert [x for x in standing_links() if x.kind == "copy_of" and x.right == link.right] == []
    assert sources() > before
    undo_link(mina, key)
    assert sources() == before


def test_people_can_name_a_copy_that_the_machine_did_not_see(mina: Any) -> None:
    from khronika.store.models import ReportRow

    ids = {row.body["outlet"]: row.id for row in ReportRow.objects.all()}
    judge_link(mina, "copy", "same", [ids["WEEKLY POST"]], [ids["DAILY FERRY"]], "a rewritten copy")
    assert any(
        x.left == ids["WEEKLY POST"] and x.reasons == ("people said that one is a copy of the other",)
        for x in standing_links()
    )


@pytest.mark.parametrize(
    ("left", "right"), [([], ["x"]), (["x"], ["x"]), (["nothing"], ["nobody"]), (["x"] * 600, ["y"])]
)
def test_sides_that_make_no_link_are_refused(mina: Any, left: list[str], right: list[str]) -> None:
    with pytest.raises(UsageError):
        judge_link(mina, "incident", "same", left, right, "because")
    assert link_judgements() == []


def test_a_reader_judges_nothing_and_parting_needs_a_reason(mina: Any) -> None:
    reader = add_member("rea", "a password of some length", "reader")
    one, other = sorted(_incidents())[:2]
    with pytest.raises(NotAllowedError):
        merge_incidents(reader, one, other, "because")
    with pytest.raises(CorrectionError):
        merge_incidents(mina, one, other, " ")
    with pytest.raises(CorrectionError):
        judge_link(mina, "incident", "not_same", _incidents()[one], _incidents()[other], "")
    with pytest.raises(UsageError):
        split_incident(mina, one, [], "because")


def test_nobody_takes_back_what_another_said(mina: Any, jun: Any) -> None:
    one, other = sorted(_incidents())[:2]
    key = merge_incidents(mina, one, other, "they are one")
    with pytest.raises(UsageError):
        undo_link(jun, key)
    assert [j.id for j in own_judgements(mina)] == [key]
    assert own_judgements(jun) == ()


def test_the_database_refuses_to_change_a_judgement(mina: Any) -> None:
    from khronika.store.models import LinkJudgementRow

    one, other = sorted(_incidents())[:2]
    merge_incidents(mina, one, other, "they are one")
    with pytest.raises(DatabaseError), transaction.atomic():
        LinkJudgementRow.objects.update(verdict="not_same")
    with pytest.raises(DatabaseError), transaction.atomic():
        LinkJudgementRow.objects.all().delete()


def test_every_step_is_in_the_ledger(mina: Any) -> None:
    from khronika.store.models import LedgerRow

    one, other = sorted(_incidents())[:2]
    undo_link(mina, merge_incidents(mina, one, other, "they are one"))
    did = list(LedgerRow.objects.filter(who=mina.pseudonym).order_by("id").values_list("did", flat=True))
    assert did == ["judged link: same", "judged link: undo"]


def test_a_sealed_person_stays_with_the_incident_after_a_merge(mina: Any, book: Any) -> None:
    from khronika.casebook.people import add_person
    from khronika.store.models import PersonRow

    one, other = sorted(_incidents())[:2]
    person = add_person(book, mina, "victim", {"name": "Invented Name"}, one)
    merge_incidents(mina, one, other, "they are one")
    row = PersonRow.objects.get(id=getattr(person, "id", person))
    assert row.incident_id in _incidents()


def test_a_casebook_with_one_report_has_nothing_to_judge(casebook: Any, inbox: Path) -> None:
    add_files(casebook, [inbox / "ferry.txt"], by="m-test")
    assert [p for p in proposals() if p.kind == "copy"] == []
