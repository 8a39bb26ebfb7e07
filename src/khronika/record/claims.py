"""One act as one source tells it in one report, with a quote for every value.

A claim proposes; it never decides. People decide with judgements (see `judgements`).
"""

from dataclasses import dataclass

from khronika.record.ids import AccountId, ClaimId, ReportId
from khronika.record.intervals import UNKNOWN_COUNT, Count, DateInterval
from khronika.record.places import Place
from khronika.record.quotes import Quote

# The values of a claim that words can support, by their path in the codebook.
VALUES = (
    "act",
    "date.from",
    "date.to",
    "place.name",
    "place.admin1",
    "place.country",
    "victims.min",
    "victims.max",
    "victims.sex",
    "victims.minors",
    "victims.nationality",
    "victims.age",
    "actor",
    "ground",
    "source.kind",
    "source.phrase",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """How many people, and what the report tells of them as a group."""

    count: Count = UNKNOWN_COUNT
    sex: str | None = None
    minors: bool | None = None
    nationality: str | None = None
    age: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One source telling in one report (ESF Information).

    `key` names a role, never a person: two accounts with one key are certainly one source.
    `origin` is the outlet, agency or organisation to which the telling is credited, if any.
    """

    id: AccountId
    report: ReportId
    kind: str
    key: str
    phrase: str | None = None
    outlet: str | None = None
    origin: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words on which one value of a claim rests."""

    value: str
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who did what to whom, when, where, how many, on what ground, according to whom."""

    id: ClaimId
    report: ReportId
    act: str
    specificity: str
    account: Account
    evidence: tuple[Evidence, ...]
    date: DateInterval | None = None
    place: Place | None = None
    victims: Victims = Victims()
    actor: str = "unknown"
    ground: str | None = None
    group: str | None = None  # claims of one report with one group tell of one chain of acts
    confidence: float | None = None
    coder: str = "rules"
    coder_version: str = "0"

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The passages that tell the act, in the order of the text."""
        found = {e.quote for e in self.evidence if e.value == "act"}
        return tuple(sorted(found, key=lambda quote: (quote.start, quote.end)))
