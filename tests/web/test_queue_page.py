"""The queue and the lists, when full and when empty."""


def test_the_queue_names_what_waits(as_role):
    page = as_role("coder").get("/queue").content.decode()
    assert "7 claims wait for you." in page
    assert page.index("r-0001") < page.index("r-0002")
    assert as_role("coder").get("/queue/next")["Location"] == "/reports/r-0001"
    assert as_role("coder").get("/queue/next?after=r-0001")["Location"] != "/reports/r-0001"


def test_nothing_waits_for_a_reader(as_role):
    client = as_role("reader")
    page = client.get("/queue").content.decode()
    assert "As a reader you judge nothing." in page
    assert "Begin with" not in page
    assert 'class="judging"' not in client.get("/reports/r-0001").content.decode()


def test_an_empty_casebook_says_what_to_do(as_role):
    from khronika.store.models import ClaimRow, IncidentRow, OriginalRow

    IncidentRow.objects.all().delete()
    client = as_role("coder")
    assert "No incidents yet." in client.get("/incidents").content.decode()
    ClaimRow.objects.all().delete()
    assert "3 reports were read; no claim was found" in client.get("/queue").content.decode()
    assert "No claim was found in this report." in client.get("/reports/r-0001").content.decode()
    OriginalRow.objects.all().delete()
    assert "This casebook holds no reports yet." in client.get("/queue").content.decode()
    assert client.get("/queue/next")["Location"] == "/queue"


def test_when_all_is_judged_the_queue_says_so(as_role, member):
    from khronika.casebook.reviewing import judge
    from khronika.store.models import ClaimRow

    for key in ClaimRow.objects.values_list("id", flat=True):
        judge(member("coder"), key, "accept")
    assert "All that you may judge is judged." in as_role("coder").get("/queue").content.decode()
    assert "7 claims wait for you." in as_role("reviewer").get("/queue").content.decode()


def test_incidents_are_filtered(as_role):
    client = as_role("reader")
    assert client.get("/incidents?act=release").content.decode().count("/incidents/i-") == 1
    assert client.get("/incidents?place=Hebei").content.decode().count("/incidents/i-") == 1
    assert client.get("/incidents?text=jilin").content.decode().count("/incidents/i-") == 2
    assert "No incident fits." in client.get("/incidents?state=established").content.decode()
    assert client.get("/incidents?page=999999999999&sort=nonsense").status_code == 200


def test_what_is_not_there_is_said_so(as_role):
    client = as_role("admin")
    for address in ("/reports/r-none", "/incidents/i-none", "/people/p-none", "/claims/c-none"):
        assert client.get(address).status_code == 404
