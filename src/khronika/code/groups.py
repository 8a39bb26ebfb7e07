"""Bring the mentions of people together: "five women", "the women", "they", "all five" are one group.

A later act told of "they" inherits the count, sex and nationality of the group; "one of them" is a
part that inherits what holds for all.
"""

from __future__ import annotations

from dataclasses import dataclass

from khronika.code.people import Group, Party
from khronika.record import Count

NEAR = 4  # paragraphs: "the woman" is the one told of last, not one of the page before


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of people: where it stands and of which group it speaks."""

    start: int
    end: int
    group: Group
    manner: str
    sentence: int


class Groups:
    """The groups of one report, in the order in which they were met."""

    def __init__(self, generic: frozenset[str] = frozenset()) -> None:
        self.generic = generic
        self.all: list[Group] = []
        self.told: list[Told] = []
        self.parts: dict[int, list[int]] = {}
        self._seen: dict[tuple[int, int], Group] = {}

    def resolve(self, party: Party, sentence: int, paragraph: int, headline: bool = False) -> Group:
        """Return the group that a mention speaks of, a new one where none fits."""
        known = self._seen.get((party.start, party.end))
        if known is not None:
            return known
        group = self._find(party, sentence, paragraph)
        if group is None:
            group = self._new(party)
            group.first, group.first_paragraph = sentence, paragraph
        if party.manner not in {"pronoun", "self"} or (party.plural and party.count is not None):
            group.learn(party)
        elif party.sex:
            group.sex = group.sex or party.sex
        group.sentence, group.paragraph = sentence, paragraph
        self._seen[(party.start, party.end)] = group
        self.told.append(Told(party.start, party.end, group, party.manner, sentence))
        return group

    def recent(
        self, sentence: int, paragraph: int, *, plural: bool | None = None, reach: int = 12
    ) -> Group | None:
        """Return the group most recently spoken of, those to whom something was done first."""
        near = [g for g in self.all if g.sentence <= sentence and sentence - g.sentence <= reach]
        if plural is not None:
            near = [g for g in near if _plural(g) == plural]
        acted = [g for g in near if g.acted and paragraph - g.paragraph <= 2]
        pool = acted or near
        return max(pool, key=lambda g: (g.sentence, g.key)) if pool else None

    # ------------------------------------------------------------------ how each manner finds its group
    def _find(self, party: Party, sentence: int, paragraph: int) -> Group | None:
        if party.manner == "self":
            return next((g for g in self.all if g.is_self and _plural(g) == party.plural), None)
        if party.manner == "pronoun":
            return self._pronoun(party, sentence, paragraph)
        if party.manner in {"part", "rest"}:
            return None
        if party.manner == "bare":
            return next(
                (g for g in reversed(self.all) if g.noun == party.noun and self._fits(g, party)), None
            )
        if party.manner == "kin":
            return next(
                (g for g in reversed(self.all) if g.noun == party.noun and g.plural == party.plural), None
            )
        fitting = [g for g in self.all if self._fits(g, party)]
        if party.manner == "known":
            near = [g for g in fitting if paragraph - g.paragraph <= NEAR]
            return max(near or fitting, key=lambda g: (g.acted, g.sentence), default=None)
        return next((g for g in reversed(fitting) if self._same_again(g, party)), None)

    def _pronoun(self, party: Party, sentence: int, paragraph: int) -> Group | None:
        near = [g for g in self.all if sentence - g.sentence <= 10 and not g.is_self]
        if party.plural:
            near = [g for g in near if _plural(g)]
        elif party.sex or party.count:
            near = [
                g
                for g in near
                if not _plural(g) and (g.sex is None or party.sex is None or g.sex == party.sex)
            ]

        def nearness(group: Group) -> tuple[float, int]:
            same_sex = 0.5 if party.sex and group.sex == party.sex else 0.0
            acted = 2.5 if group.acted and paragraph - group.paragraph <= 3 else 0.0
            return (
                group.sentence - sentence + same_sex + acted,
                -group.key if group.sentence == sentence else group.key,
            )

        return max(near, key=nearness, default=None)

    def _fits(self, group: Group, party: Party) -> bool:
        if group.is_self or (
            group.sex and party.sex and group.sex != party.sex and "mixed" not in {group.sex, party.sex}
        ):
            return False
        if group.nationality and party.nationality and group.nationality != party.nationality:
            return False
        if (
            group.minors is not None
            and party.minors is not None
            and group.minors != party.minors
            and group.count != party.count
        ):
            return False
        if _plural(group) != party.plural or not self._same_word(group, party):
            return False
        if party.count is not None and party.count.exact and group.count is not None:
            return group.count.overlaps(party.count)
        return True

    def _same_word(self, group: Group, party: Party) -> bool:
        """The driver is the driver; "the man" or "the four" can be people told of in other words."""
        if not party.noun or not group.noun or party.noun == group.noun:
            return True
        exact = party.count is not None and party.count.exact and party.count == group.count and party.plural
        return exact or party.noun in self.generic

    def _same_again(self, group: Group, party: Party) -> bool:
        """A new phrase with the same exact number of like people speaks of them again."""
        if party.count is None or group.count is None or party.count != group.count:
            return False
        if (party.count.floor or 0) < 2:
            return bool(group.noun == party.noun and party.age and group.age == party.age)
        if (
            party.count.floor == 2
            and group.noun != party.noun
            and not (group.nationality and party.nationality)
        ):
            return False
        return not (group.age and party.age and group.age != party.age)

    def _new(self, party: Party) -> Group:
        group = Group(
            key=len(self.all),
            count=party.count,
            plural=party.plural,
            sex=party.sex,
            minors=party.minors,
            nationality=party.nationality,
            age=party.age,
            noun=party.noun,
            is_self=party.manner == "self",
        )
        if party.manner == "self":
            group.count = Count(1, 1) if not party.plural else Count(2, None)
            group.minors = False
        if party.manner in {"part", "rest"}:
            self._inherit(group, party)
        self.all.append(group)
        return group

    def _inherit(self, group: Group, party: Party) -> None:
        wholes = [g for g in self.all if _plural(g)]
        parent = max(wholes, key=lambda g: (g.acted, g.sentence), default=None)
        if parent is None:
            return
        group.parent = parent.key
        group.nationality = group.nationality or parent.nationality
        if parent.sex in {"female", "male"}:
            group.sex = group.sex or parent.sex
        if parent.minors is False and group.minors is None:
            group.minors = False
        siblings = self.parts.setdefault(parent.key, [])
        if party.manner == "rest" and group.count is None:
            group.count = _rest(parent.count, [self.all[key].count for key in siblings])
            group.plural = True
        siblings.append(len(self.all))


def _rest(whole: Count | None, parts: list[Count | None]) -> Count | None:
    """What is left of 25 to 30 after three are gone is 22 to 27."""
    known = [p.floor for p in parts if p is not None and p.exact and p.floor is not None]
    if whole is None or len(known) < len(parts) or not parts:
        return None
    gone = sum(known)
    floor = None if whole.floor is None else max(whole.floor - gone, 0)
    ceiling = None if whole.ceiling is None else whole.ceiling - gone
    if floor == 0 or (ceiling is not None and ceiling <= 0):
        return None
    return Count(floor, ceiling)


def _plural(group: Group) -> bool:
    if group.count is not None and group.count.floor is not None:
        return group.count.floor > 1
    return group.plural
