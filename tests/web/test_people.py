"""Identities: sealed when typed, opened by a custodian for one page, and noted each time."""

from tests.web.world import CUSTODIAN

IDENTITY = {"role": "victim", "name": "Mira Halden", "contact": "by the mill", "incident": "i-hebei"}


def _sealed(as_role):
    from khronika.store.models import PersonRow

    assert as_role("coder").post("/people/add", IDENTITY)["Location"] == "/people"
    return PersonRow.objects.get()


def test_an_identity_is_sealed_and_nowhere_else(as_role, world):
    row = _sealed(as_role)
    assert bytes(row.sealed).startswith(b"age-encryption.org")
    page = as_role("custodian").get("/people").content
    assert b"Mira" not in page
    assert b"sealed" in as_role("reader").get("/incidents/i-hebei").content
    for path in world.path.rglob("*"):
        if path.is_file():
            assert b"Mira" not in path.read_bytes()


def test_a_custodian_opens_it_with_their_passphrase_once(as_role, member):
    from khronika.store.models import LedgerRow

    row = _sealed(as_role)
    client = as_role("custodian")
    wrong = client.post(f"/people/{row.id}", {"passphrase": "not the passphrase"})
    assert wrong.status_code == 403
    assert b"Mira" not in wrong.content
    opened = client.post(f"/people/{row.id}", {"passphrase": CUSTODIAN})
    assert b"Mira Halden" in opened.content
    assert opened["Cache-Control"] == "no-store"
    assert b"Mira" not in client.get(f"/people/{row.id}").content
    did = list(LedgerRow.objects.filter(target=row.id).order_by("id").values_list("did", "who"))
    assert did == [
        ("sealed identity", member("coder").pseudonym),
        ("failed to open identity", member("custodian").pseudonym),
        ("opened identity", member("custodian").pseudonym),
    ]
    assert "Mira" not in str(list(LedgerRow.objects.values_list("detail", flat=True)))


def test_a_reviewer_cannot_open_it_even_with_the_passphrase(as_role):
    row = _sealed(as_role)
    answer = as_role("reviewer").post(f"/people/{row.id}", {"passphrase": CUSTODIAN})
    assert answer.status_code == 403
    assert b"Mira" not in answer.content


def test_nothing_or_an_unknown_role_is_not_sealed(as_role):
    from khronika.store.models import PersonRow

    client = as_role("coder")
    assert client.post("/people/add", {"role": "victim"}).status_code == 400
    assert client.post("/people/add", {**IDENTITY, "role": "suspect"}).status_code == 400
    assert client.post("/people/add", {**IDENTITY, "incident": "i-none"}).status_code == 400
    assert not PersonRow.objects.exists()


def test_the_length_of_a_name_does_not_show_in_what_is_sealed():
    from khronika.casebook.people import _packed

    short, long = _packed({"name": "Ed"}), _packed({"name": "A much, much longer name of somebody"})
    assert len(short) == len(long) == 1024
