"""A table of mastheads, and what is read from each."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from khronika.read.readers import read_report

CASES = yaml.safe_load(Path(__file__).with_name("mastheads.yaml").read_text(encoding="utf-8"))
BODY = {
    "en": "Five women were taken from a flat in the north of the town on Monday night, a neighbour said on Thursday. "
    "They were put into two vans without number plates, and nobody in the street was told where they were going.",
    "ko": "중국 공안이 지난 월요일 밤 시내 북쪽의 한 아파트에서 탈북 여성 다섯 명을 데려갔다고 이웃 주민이 목요일 전했다. "
    "이들은 번호판이 없는 승합차 두 대에 나뉘어 실렸으며 어디로 가는지 아무도 듣지 못했다.",
    "zh": "据邻居周四说，周一夜里，警察从城北一处公寓带走了五名妇女，她们被分别押上两辆没有牌照的面包车，"
    "街坊中没有人知道她们会被送到哪里去，家属至今没有收到任何通知书，打电话也无人接听。",
}


def _language(text: str) -> str:
    if any("가" <= c <= "힣" for c in text):
        return "ko"
    return "zh" if any("一" <= c <= "鿿" for c in text) else "en"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"][:30])
def test_a_masthead_is_read(case: dict[str, object]) -> None:
    text = str(case["text"])
    body = BODY[_language(text)]
    report = read_report("r1", "report.txt", f"{text}\n\n{body}\n\n{body[:120]}.\n".encode())
    found = {
        "outlet": report.outlet,
        "title": report.title,
        "published": report.published,
        "authors": list(report.authors),
        "translators": list(report.translators),
        "editors": list(report.editors),
        "republished_by": report.republished_by,
    }
    expected = {"translators": [], "editors": [], "republished_by": None} | {
        key: value for key, value in case.items() if key != "text"
    }
    assert found == expected
