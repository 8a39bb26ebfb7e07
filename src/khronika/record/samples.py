"""Small made-up values for examples and tests. All people and outlets are invented."""

from typing import Any

from khronika.record.claims import Account, Claim, Evidence, Victims
from khronika.record.ids import AccountId, ClaimId, ReportId
from khronika.record.intervals import Count, DateInterval
from khronika.record.places import Place
from khronika.record.quotes import Quote


def account(
    key: str = "a1", *, source: str = "witness", kind: str = "anonymous", report: str = "r1", **more: Any
) -> Account:
    """Return an account of an invented source."""
    return Account(id=AccountId(key), report=ReportId(report), kind=kind, key=source, **more)


def claim(
    key: str = "c1",
    *,
    act: str = "arrest",
    report: str = "r1",
    dates: tuple[str | None, str | None] | None = ("2024-01-21", "2024-01-31"),
    admin1: str | None = "Hebei",
    country: str | None = "CN",
    victims: tuple[int | None, int | None] = (2, 2),
    source: Account | None = None,
    **more: Any,
) -> Claim:
    """Return a claim; the defaults tell of two women arrested in Hebei at the end of January 2024."""
    quote = Quote(report=ReportId(report), start=0, end=13, text="were arrested")
    return Claim(
        id=ClaimId(key),
        report=ReportId(report),
        act=act,
        specificity=more.pop("specificity", "incident"),
        account=source or account(f"a-{key}", report=report),
        evidence=(Evidence(value="act", quote=quote),),
        date=DateInterval.of(*dates) if dates else None,
        place=Place(name=admin1 or "China", admin1=admin1, country=country) if admin1 or country else None,
        victims=Victims(count=Count(*victims), sex=more.pop("sex", None)),
        **more,
    )
