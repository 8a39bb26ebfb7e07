"""An invented casebook for the tests of the desk: three reports, seven claims, two incidents."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

PASSPHRASE = "correct horse battery staple"
CUSTODIAN = "another horse another staple"
PASSWORD = "a password for the tests"
ROLES = ("reader", "coder", "reviewer", "custodian", "admin")

FIRST = """Two women from North Korea were arrested in Hebei at the end of January after texting \
about going to the South, a source in China told the Lantern on Tuesday.

The women, both in their thirties, had lived near Baoding for years. Police came at night and \
searched the house of the farmer who had rented them a room, the source said.

"They are held in Baoding and nobody may see them," the source added. In the same month more than \
10 people were sent back over the river at Tumen, according to a former border official.

Officials deny that anyone was returned."""

SECOND = """A woman and her cousin were taken into custody in Baoding on Jan. 29, residents told \
Northern Post. The two had written to relatives about leaving for the South.

Police of the city did not answer our questions."""

HOSTILE = """<script>alert('x')</script> Three men were arrested in Yanji in March, <b>a \u202ereporter\u202c\
</b> wrote & "quoted" one of them.

<img src=x onerror=alert(1)> They were released a day later."""


KOREAN = """지난 3월 초 함경북도 회령에서 주민 3명이 중국 휴대전화를 사용한 혐의로 보위원들에게 체포됐다고 \
현지 소식통이 강변통신에 전했다.

이들은 한 달 넘게 조사를 받은 것으로 알려졌다."""


def make_world(folder: Path, *, hostile: bool = True) -> Any:
    """Create a casebook in a folder and return it open."""
    from khronika.casebook import create_casebook

    casebook = create_casebook(folder, PASSPHRASE, CUSTODIAN)
    fill(hostile=hostile)
    return casebook


def fill(*, hostile: bool = True) -> None:
    """Write the reports, claims, incidents and members of the world."""
    from khronika.casebook.members import add_member
    from khronika.record import Link
    from khronika.store.mapping import claim_row, link_row, save_incident

    for role in ROLES:
        add_member(role, PASSWORD, role)
    add_member("second", PASSWORD, "reviewer")
    first = _report(
        "r-0001",
        FIRST,
        title="Two women arrested in Hebei",
        outlet="The Lantern",
        published=date(2024, 2, 8),
        authors=("Ada Winter",),
        translators=("Jon Vale",),
    )
    second = _report(
        "r-0002",
        SECOND,
        title="Woman and cousin held in Baoding",
        outlet="Northern Post",
        published=date(2024, 2, 11),
    )
    third = _hostile() if hostile else _korean()
    claims = [*_first_claims(first), *_second_claims(second), *third]
    for claim in claims:
        claim_row(claim).save()
    link = Link(
        kind="same_incident",
        left="c-arrest",
        right="c-arrest2",
        score=0.93,
        reasons=(
            "Both tell of an arrest.",
            "The days overlap: 2024-01-29 lies in 2024-01-21 – 2024-01-31.",
            "Both tell of two people near Baoding, Hebei.",
        ),
    )
    link_row(link).save()
    save_incident(_incident("i-hebei", [c for c in claims if c.place and c.place.admin1 == "Hebei"], (link,)))
    save_incident(_incident("i-tumen", [c for c in claims if c.id == "c-return"], ()))
    save_incident(_incident("i-yanji", [c for c in claims if c.report == "r-0003"], ()))


def _hostile() -> list[Any]:
    return _hostile_claims(
        _report(
            "r-0003",
            HOSTILE,
            title="<script>alert('title')</script> \u202eThree men",
            outlet="<i>Outlet</i>",
            published=date(2024, 4, 2),
        )
    )


def _korean() -> list[Any]:
    report = _report(
        "r-0003",
        KOREAN,
        title="회령에서 주민 3명 체포",
        outlet="강변통신",
        published=date(2024, 4, 2),
        lang="ko",
    )
    told = ("anonymous", "현지 소식통이 강변통신에 전했다")
    return [
        _claim(
            report,
            "c-hoeryong",
            "arrest",
            {
                "act": "주민 3명이 중국 휴대전화를 사용한 혐의로 보위원들에게 체포됐다",
                "date.from": "지난 3월 초",
                "place.name": "함경북도 회령",
                "victims.min": "주민 3명",
                "ground": "중국 휴대전화를 사용한 혐의",
                "actor": "보위원들",
                "source.phrase": told[1],
            },
            dates=("2024-03-01", "2024-03-10"),
            place=("회령", "North Hamgyong"),
            count=(3, 3),
            ground="중국 휴대전화를 사용한 혐의",
            actor="state_security",
            source=told,
            confidence=0.83,
        )
    ]


def _report(key: str, text: str, **more: Any) -> Any:
    from khronika.casebook.custody import record_custody
    from khronika.record import Report, ReportId, digest_of
    from khronika.store.mapping import save_report
    from khronika.store.models import OriginalRow

    digest = digest_of(text.encode())
    OriginalRow.objects.create(
        digest=digest,
        sealed_digest=digest,
        name="lantern.html",
        media_type="text/html",
        size=len(text),
        received=datetime(2024, 2, 12, tzinfo=UTC),
        received_by="m-00000000",
        tool="khronika",
    )
    record_custody("m-00000000", "received", digest, digest)
    report = Report(id=ReportId(key), text=text, **{"lang": "en", **more})
    save_report(report, digest)
    return report


def _claim(report: Any, key: str, act: str, words: dict[str, str], **more: Any) -> Any:
    """Make a claim whose values rest on the first place where their words stand."""
    from khronika.record import (
        Account,
        AccountId,
        Claim,
        ClaimId,
        Count,
        DateInterval,
        Evidence,
        Place,
        Victims,
    )
    from khronika.record.quotes import quote_at

    evidence = []
    for value, said in words.items():
        at = report.text.index(said)
        evidence.append(Evidence(value=value, quote=quote_at(report.id, report.text, at, at + len(said))))
    kind, phrase = more.get("source", ("unstated", None))
    dates, place = more.get("dates"), more.get("place")
    return Claim(
        id=ClaimId(key),
        report=report.id,
        act=act,
        specificity="incident",
        evidence=tuple(evidence),
        date=DateInterval.of(*dates) if dates else None,
        place=Place(name=place[0], admin1=place[1], country="CN") if place else None,
        victims=Victims(count=Count(*more.get("count", (None, None))), sex=more.get("sex")),
        actor=more.get("actor", "unknown"),
        ground=more.get("ground"),
        confidence=more.get("confidence", 0.8),
        coder="rules-en",
        coder_version="0.1.0",
        account=Account(
            id=AccountId(f"a-{key}"),
            report=report.id,
            kind=kind,
            key=f"{report.outlet}:{kind}",
            phrase=phrase,
        ),
    )


def _first_claims(report: Any) -> list[Any]:
    told = ("anonymous", "a source in China told the Lantern")
    return [
        _claim(
            report,
            "c-arrest",
            "arrest",
            {
                "act": "Two women from North Korea were arrested in Hebei",
                "victims.min": "Two women",
                "victims.max": "Two women",
                "victims.sex": "women",
                "place.name": "Hebei",
                "place.admin1": "Hebei",
                "date.from": "at the end of January",
                "date.to": "at the end of January",
                "ground": "texting about going to the South",
                "source.phrase": told[1],
            },
            dates=("2024-01-21", "2024-01-31"),
            place=("Hebei", "Hebei"),
            count=(2, 2),
            sex="female",
            ground="texting about going to the South",
            source=told,
            confidence=0.91,
        ),
        _claim(
            report,
            "c-raid",
            "raid",
            {
                "act": "Police came at night and searched the house of the farmer",
                "actor": "Police",
                "place.name": "Baoding",
            },
            place=("Baoding", "Hebei"),
            actor="police",
            source=("anonymous", "the source said"),
            confidence=0.74,
        ),
        _claim(
            report,
            "c-held",
            "detention",
            {
                "act": "They are held in Baoding",
                "place.name": "held in Baoding",
                "source.phrase": "the source added",
            },
            place=("Baoding", "Hebei"),
            count=(2, 2),
            source=("anonymous", "the source added"),
            confidence=0.66,
        ),
        _claim(
            report,
            "c-return",
            "forced_return",
            {
                "act": "more than 10 people were sent back over the river at Tumen",
                "victims.min": "more than 10",
                "place.name": "Tumen",
                "source.phrase": "according to a former border official",
            },
            dates=("2024-01-01", "2024-01-31"),
            place=("Tumen", "Jilin"),
            count=(11, None),
            source=("official", "according to a former border official"),
            confidence=0.58,
        ),
    ]


def _second_claims(report: Any) -> list[Any]:
    return [
        _claim(
            report,
            "c-arrest2",
            "arrest",
            {
                "act": "A woman and her cousin were taken into custody in Baoding on Jan. 29",
                "date.from": "on Jan. 29",
                "date.to": "on Jan. 29",
                "place.name": "Baoding",
                "victims.min": "A woman and her cousin",
                "source.phrase": "residents told Northern Post",
            },
            dates=("2024-01-29", "2024-01-29"),
            place=("Baoding", "Hebei"),
            count=(2, 2),
            source=("anonymous", "residents told Northern Post"),
            confidence=0.88,
        )
    ]


def _hostile_claims(report: Any) -> list[Any]:
    return [
        _claim(
            report,
            "c-hostile",
            "arrest",
            {
                "act": "Three men were arrested in Yanji in March, <b>a \u202ereporter",
                "victims.min": "Three men",
            },
            dates=("2024-03-01", "2024-03-31"),
            place=("Yanji", "Jilin"),
            count=(3, 3),
            sex="male",
            confidence=0.97,
        ),
        _claim(
            report,
            "c-release",
            "release",
            {"act": "They were released a day later"},
            place=("Yanji", "Jilin"),
            count=(3, 3),
            confidence=0.97,
        ),
    ]


def _incident(key: str, claims: list[Any], links: tuple[Any, ...]) -> Any:
    from khronika.record import ActSummary, Incident, IncidentId, count_envelope, date_envelope

    acts = tuple(dict.fromkeys(c.act for c in claims))
    return Incident(
        id=IncidentId(key),
        claims=tuple(c.id for c in claims),
        reports=tuple(dict.fromkeys(c.report for c in claims)),
        acts=tuple(
            ActSummary(
                act=act,
                claims=tuple(c.id for c in claims if c.act == act),
                date=date_envelope(c.date for c in claims if c.act == act and c.date),
                place=claims[0].place,
                victims=count_envelope(c.victims.count for c in claims if c.act == act),
            )
            for act in acts
        ),
        date=date_envelope(c.date for c in claims if c.date),
        place=claims[0].place,
        victims=count_envelope(c.victims.count for c in claims if c.victims.count.floor),
        root_sources=(1, len({c.account.key for c in claims})),
        links=links,
    )
