"""What is counted is made from claims and incidents, and says no more than they agree on."""

from datetime import date

from khronika.count.acts import CountedAct, counted_acts
from khronika.record import (
    ActSummary,
    Claim,
    Count,
    Incident,
    IncidentId,
    Report,
    ReportId,
    count_envelope,
    date_envelope,
)
from khronika.record.samples import account, claim


def incident(*claims: Claim) -> Incident:
    summary = ActSummary(
        act="arrest",
        claims=tuple(told.id for told in claims),
        date=date_envelope([told.date for told in claims if told.date]),
        place=claims[0].place,
        victims=count_envelope([told.victims.count for told in claims]),
    )
    return Incident(
        id=IncidentId("i1"),
        claims=summary.claims,
        reports=tuple({told.report for told in claims}),
        acts=(summary,),
        date=summary.date,
        place=summary.place,
        victims=summary.victims,
        root_sources=(1, 2),
    )


def report(key: str, day: int, outlet: str) -> Report:
    return Report(id=ReportId(key), text="…", outlet=outlet, published=date(2024, 2, day))


def counted(*claims: Claim, states: dict[IncidentId, str] | None = None) -> CountedAct:
    reports = [report("r2", 20, "Late"), report("r1", 8, "Early")]
    (act,) = counted_acts([incident(*claims)], claims, reports, states)
    return act


def test_two_claims_that_agree_are_one_act() -> None:
    act = counted(claim("c1", sex="female"), claim("c2", report="r2", sex="female"))
    assert (act.sex, act.admin1, act.victims) == ("female", "Hebei", Count(2, 2))
    assert (act.published, act.outlet, act.outlets) == (date(2024, 2, 8), "Early", ("Early", "Late"))
    assert (act.root_sources, act.state) == ((1, 2), "unreviewed")


def test_what_they_disagree_on_is_not_told() -> None:
    first = claim("c1", sex="female", actor="police", source=account("a1", kind="anonymous"))
    second = claim(
        "c2", report="r2", sex="male", actor="army", source=account("a2", kind="official", report="r2")
    )
    act = counted(first, second, states={IncidentId("i1"): "established"})
    assert (act.sex, act.actor, act.source_kind, act.state) == (None, "disputed", "several", "established")


def test_an_unknown_actor_does_not_dispute_a_known_one() -> None:
    assert counted(claim("c1", actor="police"), claim("c2", report="r2", actor="unknown")).actor == "police"
