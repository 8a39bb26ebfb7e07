"""Copies, incidents and root sources: laws."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.link.chains import chains_of
from khronika.link.copies import copy_links, families
from khronika.link.incidents import find_incidents
from khronika.link.likeness import JOIN, Known, compare
from khronika.link.neighbours import near_pairs
from khronika.link.sources import root_sources
from khronika.record import Claim, Link, Place, Report, ReportId
from khronika.record.samples import account, claim

STORY = (
    "Police arrested five women in a rented flat in Yanji on Thursday night. A neighbour said that eight "
    "officers came up the stairs without a light. The women had waited there for two weeks to be moved south. A relative "
    "was told on Monday that they are held in Tumen. The officers took telephones, a rice cooker and the lease."
)
OTHER = (
    "A court in Minsk sentenced a printer to four years in a penal colony on Wednesday. His lawyer was not let "
    "into the hall. The judge read for eleven minutes. The printer had mended old books for the library until "
    "last summer, when the library was closed and its director left the country for Vilnius."
)


def _report(key: str, text: str, day: int = 1, **more: object) -> Report:
    return Report(id=ReportId(key), text=text, published=date(2024, 3, day), lang="en", **more)  # type: ignore[arg-type]


def test_a_copy_with_another_sites_boilerplate_is_a_copy() -> None:
    dressed = "Home About Donate Subscribe to our letter. " + STORY + " Share this. Related: weather, chess."
    links = copy_links([_report("b", dressed, 3), _report("a", STORY, 2), _report("c", OTHER, 2)])
    assert [(link.kind, link.left, link.right) for link in links] == [("copy_of", "b", "a")]


def test_a_republished_report_is_the_copy_whatever_its_date() -> None:
    links = copy_links([_report("a", STORY, 5), _report("b", STORY, 2, republished_by="Open Pier")])
    assert (links[0].left, links[0].right) == ("b", "a")


def test_an_excerpt_points_at_the_whole() -> None:
    part = ". ".join(STORY.split(". ")[:2])
    links = copy_links([_report("whole", STORY + " " + OTHER, 5), _report("part", part, 6)])
    assert [(link.kind, link.left, link.right) for link in links] == [("excerpt_of", "part", "whole")]


@given(st.randoms())
def test_links_do_not_depend_on_the_order_of_reports(random: Random) -> None:
    reports = [
        _report("a", STORY, 2),
        _report("b", STORY + " More.", 3),
        _report("c", OTHER),
        _report("d", STORY),
    ]
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert copy_links(shuffled) == copy_links(reports)


def test_a_circle_of_copies_is_cut() -> None:
    circle = [
        Link(kind="copy_of", left=a, right=b, score=1.0, reasons=())
        for a, b in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    assert families([ReportId(r) for r in "abc"], circle) == {"a": "a", "b": "a", "c": "a"}


def test_a_report_that_cites_itself_is_its_own_original() -> None:
    itself = Link(kind="copy_of", left="a", right="a", score=1.0, reasons=())
    assert families([ReportId("a")], [itself]) == {"a": "a"}


def test_two_reports_of_one_arrest_are_one_incident_with_reasons() -> None:
    incidents = find_incidents([claim("c1"), claim("c2", report="r2")])
    assert len(incidents) == 1
    assert "both in Hebei" in incidents[0].links[0].reasons


@pytest.mark.parametrize(
    "change",
    [
        {"admin1": "Jilin"},
        {"dates": ("2023-01-01", "2023-01-02")},
        {"victims": (40, 40)},
        {"country": "KP", "admin1": None},
    ],
)
def test_a_contradiction_is_a_veto(change: dict[str, object]) -> None:
    assert len(find_incidents([claim("c1"), claim("c2", report="r2", **change)])) == 2


def test_a_practice_is_nobodys_arrest() -> None:
    assert len(find_incidents([claim("c1"), claim("c2", report="r2", specificity="pattern")])) == 2


def test_conflicting_figures_stay_apart_in_words() -> None:
    (incident,) = find_incidents([claim("c1", victims=(13, 13)), claim("c2", report="r2", victims=(15, 15))])
    assert str(incident.victims) == "13–15"
    assert incident.acts[0].conflicts == ("victims: 13; 15",)


@given(st.randoms(), st.lists(st.sampled_from(["Hebei", "Jilin"]), min_size=2, max_size=8))
def test_incidents_do_not_depend_on_the_order_of_claims(random: Random, provinces: list[str]) -> None:
    claims = [
        claim(f"c{n}", report=f"r{n}", admin1=admin1, dates=(f"2024-01-{n + 1:02d}", f"2024-01-{n + 6:02d}"))
        for n, admin1 in enumerate(provinces)
    ]
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert find_incidents(shuffled) == find_incidents(claims)


@given(st.integers(1, 6))
def test_a_reprint_never_adds_a_source(copies: int) -> None:
    original = account("a0", source="anonymous|ferry", report="r0", outlet="Ferry")
    reprints = [replace(original, id=f"a{n}", report=f"r{n}") for n in range(1, copies + 1)]
    of = {f"r{n}": "r0" for n in range(1, copies + 1)}
    assert root_sources([original, *reprints], of) == root_sources([original]) == (1, 1)


def test_informants_in_two_provinces_are_certainly_two() -> None:
    one = account("a1", source="s1", report="r1", place=Place(name="Jilin", admin1="Jilin", country="CN"))
    other = account("a2", source="s2", report="r2", place=Place(name="Hebei", admin1="Hebei", country="CN"))
    assert root_sources([one, other]) == (2, 2)


def test_an_unstated_root_does_not_count_beside_a_stated_one() -> None:
    stated = account("a1", source="s1", report="r1", outlet="Ferry")
    silent = account("a2", source="unstated|weekly", kind="unstated", report="r2", outlet="Weekly")
    assert root_sources([stated, silent]) == (1, 2)


@given(st.lists(st.sampled_from(["anonymous", "official", "named", "organisation", "unstated"]), max_size=8))
def test_the_low_end_is_never_above_the_high_end(kinds: list[str]) -> None:
    accounts = [account(f"a{n}", source=f"s{n}", kind=kind, report=f"r{n}") for n, kind in enumerate(kinds)]
    low, high = root_sources(accounts)
    assert 0 <= low <= high <= len(kinds)
    assert (low >= 1) == bool(kinds)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Hebei", "Jilin", None]),
            st.sampled_from(
                [None, ("2024-01-02", "2024-01-03"), ("2024-01-30", "2024-02-02"), ("2023-01-01", None)]
            ),
            st.sampled_from([(2, 2), (3, 3), (None, None)]),
        ),
        min_size=2,
        max_size=10,
    )
)
def test_no_pair_that_belongs_together_is_left_uncompared(told: list[tuple[object, object, object]]) -> None:
    chains = chains_of(
        claim(f"c{n}", report=f"r{n}", admin1=admin1, dates=dates, victims=victims)  # type: ignore[arg-type]
        for n, (admin1, dates, victims) in enumerate(told)
    )
    near = set(near_pairs(chains))
    for a in range(len(chains)):
        for b in range(a + 1, len(chains)):
            if compare(chains[a], chains[b]).score >= JOIN:
                assert (a, b) in near


def _far(number: int) -> list[Claim]:
    return [
        claim(f"far{number}", report=f"far{number}", admin1="Yunnan", dates=("2021-05-01", "2021-05-02")),
        claim(f"far{number}b", report=f"far{number}b", admin1="Yunnan", dates=("2021-05-01", "2021-05-02")),
    ]


@given(st.randoms(), st.integers(2, 7))
def test_a_new_report_touches_only_its_neighbourhood(random: Random, number: int) -> None:
    old = [
        claim(
            f"c{n}",
            report=f"r{n}",
            admin1=random.choice(["Hebei", "Jilin"]),
            victims=(random.randint(1, 4),) * 2,
        )
        for n in range(number)
    ]
    before, after = find_incidents(old), find_incidents([*old, *_far(1)])
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


@given(st.randoms(), st.lists(st.integers(1, 3), min_size=2, max_size=7))
def test_the_order_of_arrival_does_not_matter_with_copies_and_judgements(
    random: Random, victims: list[int]
) -> None:
    claims = [claim(f"c{n}", report=f"r{n}", victims=(count, count)) for n, count in enumerate(victims)]
    known = Known(
        original_of={ReportId("r1"): ReportId("r0")},
        together={frozenset(("c0", f"c{len(victims) - 1}"))},
        apart={frozenset(("c0", "c1"))} if len(victims) > 2 else frozenset(),
    )
    shuffled = list(claims)
    random.shuffle(shuffled)
    incidents = find_incidents(claims, known)
    assert find_incidents(shuffled, known) == incidents
    assert sorted(c for i in incidents for c in i.claims) == sorted(c.id for c in claims)


def test_what_people_parted_stays_apart_across_reports_and_within_one() -> None:
    one, other = claim("c1"), claim("c2", report="r2")
    assert len(find_incidents([one, other])) == 1
    assert len(find_incidents([one, other], Known(apart={frozenset(("c1", "c2"))}))) == 2
    inside = [claim("c1", group="g"), claim("c2", act="detention", group="g")]
    assert len(find_incidents(inside)) == 1
    assert len(find_incidents(inside, Known(apart={frozenset(("c1", "c2"))}))) == 2


def test_what_people_put_together_stays_together_whatever_the_machine_thinks() -> None:
    here, there = claim("c1", admin1="Hebei"), claim("c2", report="r2", admin1="Jilin")
    assert len(find_incidents([here, there])) == 2
    (incident,) = find_incidents([here, there], Known(together={frozenset(("c1", "c2"))}))
    assert incident.links[0].reasons == ("people said that they belong together",)
    assert len(find_incidents([claim("c1"), claim("c2", act="release", dates=None, admin1=None)])) >= 1


def test_a_third_claim_does_not_bridge_what_people_parted() -> None:
    claims = [claim("c1"), claim("c2", report="r2"), claim("c3", report="r3")]
    incidents = find_incidents(claims, Known(apart={frozenset(("c1", "c2"))}))
    assert all(not {"c1", "c2"} <= set(i.claims) for i in incidents)
    assert sorted(len(i.claims) for i in incidents) == [1, 2]


def test_copies_of_one_wire_are_compared_with_the_wire_alone() -> None:
    claims = [claim(f"c{n:04}", report=f"r{n:04}") for n in range(3000)]
    known = Known(original_of={ReportId(f"r{n:04}"): ReportId("r0000") for n in range(3000)})
    (incident,) = find_incidents(claims, known)
    assert len(incident.claims) == 3000
    assert len(incident.links) == 2999


def test_a_report_that_names_another_is_nearer_to_it() -> None:
    one, other = claim("c1", dates=None, victims=(None, None)), claim("c2", report="r2", victims=(None, None))
    (left,), (right,) = chains_of([one]), chains_of([other])
    plain = compare(left, right)
    cited = compare(left, right, Known(cites={frozenset(("r1", "r2"))}))
    assert cited.score > plain.score
    assert "one report names the other as its source" in cited.reasons


def test_one_claim_and_none() -> None:
    assert find_incidents([]) == []
    assert len(find_incidents([claim("c1")])) == 1
