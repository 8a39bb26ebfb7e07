"""The people of a sentence: how many, women or men, children, from where, and whether they were met before.

A `Party` is one mention ("five North Korean women", "they"); a `Group` is the people that several
mentions of a report speak of.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from khronika.record import Count

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """People as one phrase tells them. Offsets are of the report's text.

    `manner` is new ("two women"), known ("the two women"), pronoun ("they"), self ("me", "us"),
    part ("one of them"), rest ("the others") or kin ("her brother").
    """

    start: int
    end: int
    manner: str
    noun: str = ""
    count: Count | None = None
    plural: bool = False
    sex: str | None = None
    minors: bool | None = None
    nationality: str | None = None
    age: str | None = None
    spans: tuple[tuple[str, Span], ...] = ()


@dataclass(slots=True, kw_only=True)
class Group:
    """The people that one or more mentions of a report speak of."""

    key: int
    count: Count | None = None
    plural: bool = False
    sex: str | None = None
    minors: bool | None = None
    nationality: str | None = None
    age: str | None = None
    noun: str = ""
    parent: int | None = None
    sentence: int = 0
    paragraph: int = 0
    first: int = 0
    first_paragraph: int = 0
    is_self: bool = False
    acted: bool = False
    spans: dict[str, Span] = field(default_factory=dict)

    def learn(self, party: Party) -> None:
        """Take what a further mention tells and this group does not know yet; an exact figure wins."""
        vague = self.count == Count(2, None)  # a mere plural
        known = party.count is not None and (party.count.exact or (vague and (party.count.floor or 0) > 2))
        if self.count is None or (known and not self.count.exact):
            self.count = party.count or self.count
        self.sex = self.sex or party.sex
        self.minors = party.minors if self.minors is None else self.minors
        self.nationality = self.nationality or party.nationality
        self.age = self.age or party.age
        for name, span in party.spans:
            self.spans.setdefault(name, span)
