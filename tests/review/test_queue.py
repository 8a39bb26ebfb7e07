"""What waits, for whom, in which order."""

from khronika.record import ClaimId, Judgement, ReportId
from khronika.review import InText, review_queue, standings
from tests.review.test_findings import judged

CLAIMS = [
    InText(ClaimId("c1"), ReportId("r1"), 0, 0.9),
    InText(ClaimId("c2"), ReportId("r1"), 9, 0.4),
    InText(ClaimId("c3"), ReportId("r2"), 0, 0.8),
    InText(ClaimId("c4"), ReportId("r3"), 0, 0.2),
]


def queue(made: list[Judgement], who: str, *, seconds: bool = True) -> list[tuple[str, int]]:
    held = standings([c.id for c in CLAIMS], made)
    return [(task.report, task.waiting) for task in review_queue(CLAIMS, held, who, seconds=seconds)]


def test_least_certain_reports_come_first_and_stay_whole():
    assert queue([], "m-1") == [("r3", 1), ("r1", 2), ("r2", 1)]


def test_unseen_claims_come_before_a_second_look():
    made = [judged("c4", 1, "m-2", "accept")]
    assert queue(made, "m-1") == [("r1", 2), ("r2", 1), ("r3", 1)]


def test_a_coder_is_not_asked_for_second_looks_and_nobody_for_their_own():
    made = [judged("c4", 1, "m-2", "accept")]
    assert ("r3", 1) not in queue(made, "m-1", seconds=False)
    assert ("r3", 1) not in queue(made, "m-2")


def test_a_dispute_waits_for_a_third_person():
    made = [judged("c4", 1, "m-1", "accept"), judged("c4", 2, "m-2", "reject")]
    assert ("r3", 1) in queue(made, "m-3")
    assert ("r3", 1) not in queue(made, "m-1")


def test_what_two_people_agree_on_waits_for_nobody():
    made = [judged("c4", 1, "m-1", "accept"), judged("c4", 2, "m-2", "accept")]
    assert ("r3", 1) not in queue(made, "m-3")
