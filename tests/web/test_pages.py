"""Every page opens for those who may see it."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/queue",
        "/reports/r-0001",
        "/reports/r-0003",
        "/claims/c-arrest/correct",
        "/incidents",
        "/incidents?text=hebei&act=arrest&sort=victims",
        "/incidents/i-hebei",
        "/links",
        "/links?state=unseen&kind=copy",
        "/people",
        "/log/activity",
        "/log/custody",
        "/log/coding",
        "/account",
        "/members",
        "/appearance",
        "/help",
    ],
)
@pytest.mark.parametrize("language", ["en", "ko", "zh-hans"])
def test_every_page_opens_in_every_language(as_role, address, language):
    client = as_role("admin")
    client.cookies["khronika_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
