"""Nothing passes the gate that points at somebody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.errors import GateRefusedError
from khronika.protect.crowd import crowd
from khronika.protect.gate import CROWD_FLOOR, Cell, pass_gate, proof_of
from khronika.record import Count


def _cell(**values: object) -> Cell:
    known: dict[str, object] = {
        "act": "arrest",
        "admin1": "Hebei",
        "country": "CN",
        "quarter": "2024-Q1",
        "sex": "female",
        "nationalities": frozenset({"KP"}),
        "certain": 1,
        "possible": 2,
        "victims": Count(2, 3),
    }
    return Cell(**{**known, **values})  # type: ignore[arg-type]


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    return _cell(
        admin1=draw(st.sampled_from(["Hebei", "Jilin", "Yunnan", "Nowhere", None])),
        country=draw(st.sampled_from(["CN", "LA", "TH", "KP", "XX", None])),
        sex=draw(st.sampled_from(["female", "male", "mixed", None])),
        nationalities=frozenset(draw(st.sets(st.sampled_from(["KP", "CN", "XX", None]), max_size=2))),
        quarter=draw(st.sampled_from(["2024-Q1", "2024-Q2", "undated"])),
    )


@given(st.lists(cells(), max_size=20))
def test_every_row_that_passes_fits_a_crowd(asked: list[Cell]) -> None:
    try:
        release = pass_gate(asked, audience="public", method="m")
    except GateRefusedError:
        return
    assert all(row.crowd >= CROWD_FLOOR for row in release.rows)
    assert sum(row.possible for row in release.rows) + release.withheld * 2 == 2 * len(asked)


@given(st.lists(cells(), max_size=12))
def test_the_order_of_the_cells_does_not_matter(asked: list[Cell]) -> None:
    def released(given: list[Cell]) -> object:
        try:
            return pass_gate(given, audience="public", method="m")
        except GateRefusedError as error:
            return str(error)

    assert released(asked) == released(asked[::-1])


def test_without_findings_nothing_leaves() -> None:
    with pytest.raises(GateRefusedError, match="no finding"):
        pass_gate([], audience="public", method="m")


def test_a_few_people_in_a_small_country_are_withheld() -> None:
    with pytest.raises(GateRefusedError, match="crowd of 20"):
        pass_gate([_cell(country="LA", admin1=None)], audience="public", method="m")


def test_a_row_loses_its_sex_before_its_province() -> None:
    release = pass_gate([_cell(admin1="Hebei", sex="male")], audience="public", method="m")
    assert (release.rows[0].admin1, release.rows[0].sex) == ("Hebei", "any")


def test_an_unknown_nationality_is_taken_at_its_most_dangerous() -> None:
    least = crowd(nationality="KP", country="CN", admin1="Hebei", sex=None)
    assert crowd(nationality=None, country="CN", admin1="Hebei", sex=None) == least


def test_a_changed_row_does_not_fit_the_proof() -> None:
    release = pass_gate([_cell()], audience="public", method="m")
    assert proof_of(release.rows, release.withheld, release.crowd_floor, "m") == release.proof
    assert proof_of(release.rows, release.withheld + 1, release.crowd_floor, "m") != release.proof
