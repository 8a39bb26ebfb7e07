"""What is written as JSON comes back as the same value."""

import json

from hypothesis import given
from hypothesis import strategies as st

from khronika.link.incidents import find_incidents
from khronika.record.codec import claim_from_json, claim_to_json, incident_from_json, incident_to_json
from khronika.record.samples import claim


@given(
    st.sampled_from(["arrest", "release"]),
    st.sampled_from([None, ("2024-01-01", None), ("2024-01-01", "2024-02-03")]),
    st.tuples(st.one_of(st.none(), st.integers(0, 9)), st.one_of(st.none(), st.integers(9, 99))),
    st.sampled_from([None, "female"]),
)
def test_a_claim_survives_its_json(act: str, dates: object, victims: object, sex: str | None) -> None:
    told = claim(act=act, dates=dates, victims=victims, sex=sex)  # type: ignore[arg-type]
    assert claim_from_json(json.loads(json.dumps(claim_to_json(told)))) == told


def test_an_incident_survives_its_json() -> None:
    found = find_incidents([claim("c1"), claim("c2", report="r2")])
    assert [incident_from_json(json.loads(json.dumps(incident_to_json(i)))) for i in found] == found
