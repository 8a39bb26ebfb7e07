"""Documents of our own with the bibliographic data that a careful librarian would note.

They were written before the rules that read them. `python -m tests.read.own_documents` prints the
share of documents that have each field right, and what is wrong in the others.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("bibliography")
FIELDS = ("outlet", "title", "published", "authors", "translators", "editors", "republished_by")
PROSE: dict[str, tuple[str, ...]] = {
    "en": (
        (
            "Two women who had been staying in a rented room near the freight yard were led away on Monday night, "
            "according to a neighbour who watched from the stairs and asked not to be named."
        ),
        (
            '"They were told to bring nothing but their shoes," the neighbour said. Since then nobody has been '
            "allowed to see them, and the police station has twice refused to take a parcel of clothes."
        ),
        (
            "A relative in Seoul said on Thursday that she had heard of a transfer planned for the end of the month. "
            "The local bureau did not answer questions that were sent to it in writing."
        ),
    ),
    "ko": (
        "지난 월요일 밤 화물역 근처 셋방에 머물던 여성 두 명이 공안에 끌려갔다고, 계단에서 이를 지켜본 이웃 주민이 전했다. 이 주민은 이름을 밝히지 말아 달라고 했다.",
        "이웃은 “신발 말고는 아무것도 챙기지 말라고 했다”고 말했다. 그 뒤로 면회는 한 번도 허락되지 않았고, 파출소는 옷 꾸러미를 두 차례 돌려보냈다.",
        "서울에 사는 친척은 이달 말 이송이 있을 것이라는 말을 들었다고 목요일 밝혔다. 현지 공안국은 서면 질의에 답하지 않았다.",
    ),
    "zh": (
        "周一夜里，住在货场附近一间出租屋里的两名女子被警察带走，一名在楼梯上目睹经过、要求匿名的邻居这样说。",
        "“他们说除了鞋子什么都不用带。”这名邻居说。此后家属一次也没有获准会见，派出所两次退回了送去的衣物。",
        "住在首尔的一名亲属周四表示，她听说月底会有一次转移。当地公安局没有答复本刊以书面提出的问题。",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file, and what a librarian would note of it."""

    id: str
    name: str
    content: bytes
    gold: dict[str, Any]


def documents() -> Iterator[Document]:
    """Yield the documents of all rounds and languages."""
    for file in sorted(FOLDER.glob("*.yaml")):
        lang = file.stem[:2]
        for row in yaml.safe_load(file.read_text(encoding="utf-8")):
            prose = PROSE[lang]
            gold = {"translators": [], "editors": [], "republished_by": None}
            gold |= {key: row[key] for key in FIELDS if key in row}
            text, kind = row["content"], row.get("kind", "html")
            if row.get("encoding") == "big5":
                prose = tuple(_traditional(paragraph) for paragraph in prose)
            if kind == "html":
                paragraphs = "".join(f"<p>{p}</p>" for p in prose)
                text = re.sub(r"(?<!<)(?<!</)BODY", paragraphs, text)
            else:
                text = text.replace("BODY", "\n\n".join(prose))
            name, content = _made(kind, text, row.get("encoding", "utf-8"))
            yield Document(id=row["id"], name=f"document{name}", content=content, gold=gold)


def _made(kind: str, text: str, encoding: str) -> tuple[str, bytes]:
    if kind == "docx":
        return ".docx", _docx(text)
    if kind.startswith("pdf"):
        return ".pdf", _pdf(text, "HYSMyeongJo-Medium" if kind == "pdf-ko" else "Times-Roman")
    suffix = {"html": ".html", "text": ".txt", "mail": ".eml"}[kind]
    return suffix, text.encode(encoding)


def _traditional(text: str) -> str:
    import opencc

    return str(opencc.OpenCC("s2tw").convert(text))


def _docx(text: str) -> bytes:
    import docx

    document, file = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def _pdf(text: str, font: str) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    if font != "Times-Roman":
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    y = 780
    for paragraph in text.splitlines():
        size = 20 if paragraph.startswith("# ") else 11
        line = ""
        for word in paragraph.removeprefix("# ").split(" "):
            if stringWidth(f"{line} {word}", font, size) > 450:
                y = _line(canvas, font, size, y, line)
                line = word
            else:
                line = f"{line} {word}".strip()
        y = _line(canvas, font, size, y, line) - 6
    canvas.save()
    return file.getvalue()


def _line(canvas: Any, font: str, size: int, y: int, line: str) -> int:
    canvas.setFont(font, size)
    canvas.drawString(70, y, line)
    return y - round(size * 1.4)


def _norm(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return {_norm(v) for v in value}
    return " ".join(str(value).split()).casefold() if value else None


def compare(document: Document) -> dict[str, tuple[Any, Any]]:
    """Return the fields that are wrong: what was read, and what it should be."""
    from khronika.read.readers import read_report

    report = read_report(document.id, document.name, document.content)
    pairs = {field: (getattr(report, field), document.gold[field]) for field in FIELDS}
    return {field: pair for field, pair in pairs.items() if _norm(pair[0]) != _norm(pair[1])}


def main() -> None:
    """Print how many documents have each field right."""
    wrong = {document.id: compare(document) for document in documents()}
    for name, fields in wrong.items():
        for field, (found, gold) in fields.items():
            sys.stdout.write(f"{name:<28}{field:<16}read {found!s:.60}   should be {gold!s:.60}\n")
    for lang in sorted({name.split("-")[0] for name in wrong}):
        ids = [name for name in wrong if name.startswith(f"{lang}-")]
        shares = (f"{f} {sum(f not in wrong[i] for i in ids) / len(ids):.3f}" for f in FIELDS)
        sys.stdout.write(f"{lang} ({len(ids)}): {'  '.join(shares)}\n")


if __name__ == "__main__":
    main()
