"""What a report offers for the day and place of each of its acts (`roles` for people, agency and source).

The rules of `scene`, `backfill` and `settling` propose one value; a report holds others: days and places of
the same sentence, of the paragraph, of other acts against the same people, and "nothing is told". Each is
described by where it stands and what it hangs on, never by its words, so that one model serves all languages
(`weighing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from khronika.code.dates import DatedExpression
from khronika.code.events import Event
from khronika.code.merge import Cluster, proposed_place
from khronika.code.people import Group, Span
from khronika.code.places import FoundPlace
from khronika.code.placing import beside, place_words
from khronika.code.scene import Scene
from khronika.code.text import Sentence
from khronika.record import DateInterval

T = TypeVar("T")
CLASS = {
    "arrest": "take",
    "raid": "take",
    "detention": "held",
    "interrogation": "held",
    "ill_treatment": "held",
    "release": "free",
    "forced_return": "return",
    "threatened_return": "threat",
    "charge": "court",
    "sentence": "court",
    "surveillance": "watch",
    "disappearance": "gone",
    "death": "death",
    "exploitation": "work",
}
_STATES = frozenset({"detention", "surveillance", "disappearance", "exploitation"})
_ENDS = {
    "detention": frozenset({"release", "forced_return", "death"}),
    "disappearance": frozenset({"release"}),
    "exploitation": frozenset({"arrest", "release"}),
    "surveillance": frozenset({"arrest"}),
}
_LASTING = _STATES | {"ill_treatment", "interrogation", "death", "charge"}
_BEGINS = frozenset({"arrest", "raid"})


@dataclass(slots=True)
class Offer(Generic[T]):
    """A value that an act may have (None where nothing is told), and how it hangs on the act.

    `span` are the words that tell it; for an interval those of its first day, and `last_span` of its last.
    """

    value: T
    span: Span | None = None
    last_span: Span | None = None
    features: dict[str, float] = field(default_factory=dict)

    def add(self, *names: str, value: float = 1.0) -> None:
        for name in names:
            self.features[name] = max(self.features.get(name, 0.0), value)


PlaceOffer: TypeAlias = Offer[FoundPlace | None]
DateOffer: TypeAlias = Offer[DateInterval | None]


class Offers:
    """The offers of one report, for each act in turn."""

    def __init__(
        self,
        scene: Scene,
        clusters: Sequence[Cluster],
        sentences: Sequence[Sentence],
        places: Sequence[FoundPlace],
    ) -> None:
        self.scene, self.clusters, self.published = scene, clusters, scene.published
        self.places = _placed(scene, sentences, places)
        self.rule_place = {id(c): proposed_place(c) for c in clusters}
        self.rule_date = {id(c): self._cut(c.date) for c in clusters}
        self.kin = {id(c): [o for o in clusters if o is not c and self._kin(o, c)] for c in clusters}

    # ------------------------------------------------------------------ where
    def place_offers(self, cluster: Cluster) -> list[PlaceOffer]:
        kind = CLASS[cluster.act]
        offers: dict[str | None, PlaceOffer] = {None: PlaceOffer(None)}
        told = [p for p in self.places if p.found.admin1]
        for placed in told:
            self._told_place(cluster, placed, offers, kind)
        proposed = self.rule_place[id(cluster)]
        self._proposed_place(cluster, proposed, offers, kind)
        self._of_others(cluster, offers, kind)
        offers[None].add(f"none/{self._spot(cluster)}", f"none/{self._spot(cluster)}/{cluster.act}")
        names = [p.found.admin1 for p in told]
        for value, offer in offers.items():
            if value is None:
                offer.add("none", f"none/{cluster.act}", f"none/{cluster.specificity}")
                if not names:
                    offer.add("none/report")
                continue
            offer.add("share", value=names.count(value) / max(len(names), 1))
            if len(set(names)) == 1:
                offer.add("only", f"only/{kind}")
            if proposed is not None and offer.value is not None and proposed.country != offer.value.country:
                offer.add("abroad")
        return list(offers.values())

    def _spot(self, cluster: Cluster) -> str:
        """Say whether the act names a place by a common noun: "at the village", "in a cell"."""
        spot = place_words(self.scene.lang).get("spot")
        clauses = (self.scene.text[slice(*e.mention.clause)] for e in cluster.events)
        return "spot" if spot is not None and any(spot.search(c) for c in clauses) else "bare"

    def _told_place(
        self, cluster: Cluster, placed: _Placed, offers: dict[str | None, PlaceOffer], kind: str
    ) -> None:
        relation = relation_of(cluster, placed.sentence, placed.found.start)
        if relation == "far":
            return
        offer = offers.setdefault(placed.found.admin1, PlaceOffer(placed.found))
        if offer.value and _rank(cluster, offer.value, self.places) > _NEAR.index(relation):
            offer.value = placed.found
        offer.add(f"{relation}/{placed.how}", f"{relation}/{kind}")
        if placed.dateline:
            offer.add("dateline")

    def _proposed_place(
        self,
        cluster: Cluster,
        proposed: FoundPlace | None,
        offers: dict[str | None, PlaceOffer],
        kind: str,
    ) -> None:
        name = proposed.admin1 if proposed else None
        own = any(e.own_place and e.place is proposed for e in cluster.events)
        chosen = offers.setdefault(name, PlaceOffer(proposed))
        chosen.add("rule", f"rule/{'own' if own else 'taken'}/{kind}")
        if proposed is not None:
            chosen.value = proposed
            if name is None:
                chosen.add("rule/country")

    def _of_others(self, cluster: Cluster, offers: dict[str | None, PlaceOffer], kind: str) -> None:
        for how, others in (("kin", self.kin[id(cluster)]), ("beside", self._beside(cluster))):
            for side, nearest in _either_side(cluster, [o for o in others if self.rule_place[id(o)]]):
                place = self.rule_place[id(nearest)]
                if place is None or place.admin1 is None:
                    continue
                offer = offers.setdefault(place.admin1, PlaceOffer(place))
                offer.add(f"{how}/{side}", f"{how}/{side}/{kind}", f"{how}/{CLASS[nearest.act]}>{kind}")

    def _beside(self, cluster: Cluster) -> list[Cluster]:
        paragraphs = {e.mention.sentence.paragraph for e in cluster.events}
        return [
            o
            for o in self.clusters
            if o is not cluster and any(e.mention.sentence.paragraph in paragraphs for e in o.events)
        ]

    # ------------------------------------------------------------------ when
    def date_offers(self, cluster: Cluster) -> list[DateOffer]:
        kind = CLASS[cluster.act]
        offers = _Dates(self.published)
        offers.at(None).add("none", f"none/{cluster.act}", f"none/{cluster.specificity}")
        proposed = self.rule_date[id(cluster)]
        own = any(e.own_date for e in cluster.events)
        offers.at(proposed, _span_of(cluster)).add("rule", f"rule/{'own' if own else 'taken'}/{cluster.act}")
        bases = [*self._told_dates(cluster, kind), *self._dates_of_others(cluster, kind)]
        if proposed is not None:
            bases.insert(0, _Base(proposed, _span_of(cluster), ["b-rule"]))
        for base in bases:
            last_span = None if "b-rule" in base.how else base.span
            offers.at(base.interval, base.span, last_span).add(*base.how, f"asis/{cluster.act}")
        if cluster.act in _LASTING:
            self._spans(cluster, bases, offers)
        for offer in offers.all():
            self._describe(offer, proposed, kind)
        return offers.all()

    def _told_dates(self, cluster: Cluster, kind: str) -> Iterator[_Base]:
        for sentence, told, telling in self.scene.heard:
            relation = relation_of(cluster, sentence, told.start)
            if relation == "far" or told.interval is None:
                continue
            how = [_grain(told), kind, told.kind, "act" if telling else "idle"]
            yield _Base(told.interval, (told.start, told.end), [f"{relation}/{h}" for h in how])

    def _dates_of_others(self, cluster: Cluster, kind: str) -> Iterator[_Base]:
        for how, others in (("kin", self.kin[id(cluster)]), ("beside", self._beside(cluster))):
            for side, nearest in _either_side(cluster, [o for o in others if self.rule_date[id(o)]]):
                interval = self.rule_date[id(nearest)]
                if interval is not None:
                    names = [f"{how}/{side}/{kind}", f"{how}/{CLASS[nearest.act]}>{kind}"]
                    yield _Base(interval, _span_of(nearest), names)

    def _describe(self, offer: DateOffer, proposed: DateInterval | None, kind: str) -> None:
        if offer.value is None:
            return
        days = offer.value.days
        length = "long" if days is None or days > 62 else ("month" if days > 12 else "short")
        age = self._age(offer.value)
        offer.add(length, f"{length}/{kind}", f"age/{age}")
        offer.add(f"age/{age}/{'told' if self.scene.narrated else 'news'}")
        if proposed is not None and offer.value != proposed:
            offer.add("meets" if offer.value.overlaps(proposed) else "clashes")
            if proposed.contains(offer.value):
                offer.add("finer")

    def _spans(self, cluster: Cluster, bases: Sequence[_Base], offers: _Dates) -> None:
        """Intervals that begin with one telling and end with another: states, and what is done in custody."""
        act, kin = cluster.act, self.kin[id(cluster)]
        starts = [(b.interval.first, b.span, b.how[0].split("/")[0]) for b in bases]
        for name, acts, most in (("s-taken", _BEGINS, 3), ("s-held", frozenset({"detention"}), 2)):
            others = [o for o in kin if o.act in acts and self.rule_date[id(o)]][:most]
            starts += [(self._first_day(o), _span_of(o), name) for o in others]
        ended = [(self.rule_date[id(o)], _span_of(o)) for o in kin if o.act in _ENDS.get(act, frozenset())]
        ends = [(i.last, "end", span) for i, span in ended[:3] if i and i.last]
        ends += [(b.interval.last, "other", b.span) for b in bases if b.interval.last]
        if self.published:
            ends.append((self.published, "published", None))
        flags = _flags(cluster, ended=bool(ends and ends[0][1] == "end"))
        durations = [e.duration for e in cluster.events if e.duration]
        for first, span, begin in starts:
            if first is None:
                continue
            run = [(_later(first, d), "lasting", None) for d in durations]
            for last, finish, last_span in [*ends, *run, (first, "day", None)]:
                if last is None or last < first:
                    continue
                offers.at(DateInterval(first, last), span, last_span).add(
                    f"begin/{begin}",
                    f"begin/{begin}/{CLASS[act]}",
                    f"finish/{finish}/{act}",
                    *(f"finish/{finish}/{flag}" for flag in flags),
                )

    def _first_day(self, cluster: Cluster) -> date | None:
        interval = self.rule_date[id(cluster)]
        return interval.first if interval else None

    def _age(self, interval: DateInterval) -> str:
        """How long before the report an interval ends: what a report tells is mostly of late."""
        if self.published is None or interval.last is None:
            return "open"
        days = (self.published - interval.last).days
        return next((name for most, name in ((45, "days"), (400, "months")) if days <= most), "years")

    def _cut(self, interval: DateInterval | None) -> DateInterval | None:
        if interval is None or self.published is None:
            return interval
        return interval.until(self.published)

    def _kin(self, one: Cluster, other: Cluster) -> bool:
        left, right = one.group, other.group
        if left is None or right is None:
            return False
        return (
            left is right or left.parent == right.key or right.parent == left.key or _one_whole(left, right)
        )


def _one_whole(left: Group, right: Group) -> bool:
    return left.parent is not None and left.parent == right.parent


@dataclass(frozen=True, slots=True)
class _Base:
    """An interval that the report tells, with the words that tell it and how it hangs on the act."""

    interval: DateInterval
    span: Span | None
    how: list[str]


class _Dates:
    """The offered intervals of one act, each once, cut at the day of publication."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.offers: dict[DateInterval | None, DateOffer] = {}

    def at(
        self, interval: DateInterval | None, span: Span | None = None, last_span: Span | None = None
    ) -> DateOffer:
        """Return the offer of an interval; the words that were given for it first stay."""
        if interval is not None and self.published is not None:
            interval = interval.until(self.published)
        offer = self.offers.setdefault(interval, DateOffer(interval, span, last_span))
        offer.span, offer.last_span = offer.span or span, offer.last_span or last_span
        return offer

    def all(self) -> list[DateOffer]:
        return list(self.offers.values())


def _either_side(cluster: Cluster, others: Sequence[Cluster]) -> Iterator[tuple[str, Cluster]]:
    """Yield the last act told before an act and the first one after it."""
    before = [o for o in others if _first(o) < _first(cluster)]
    after = [o for o in others if _first(o) >= _first(cluster)]
    if before:
        yield "before", max(before, key=_first)
    if after:
        yield "after", min(after, key=_first)


def _flags(cluster: Cluster, *, ended: bool) -> list[str]:
    """What is told of how long a state runs."""
    told = {
        "running": any(e.mention.running for e in cluster.events),
        "since": any(e.since for e in cluster.events),
        "moved": any(e.mention.moved for e in cluster.events),
        "lasting": any(e.duration for e in cluster.events),
        "ended": ended,
    }
    return [name for name, holds in told.items() if holds] or ["plain"]


def _later(first: date, days: int) -> date:
    return date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))


@dataclass(frozen=True, slots=True)
class _Placed:
    found: FoundPlace
    sentence: Sentence
    how: str
    dateline: bool


def _placed(scene: Scene, sentences: Sequence[Sentence], places: Sequence[FoundPlace]) -> list[_Placed]:
    patterns = place_words(scene.lang)
    found: list[_Placed] = []
    index = 0
    for place in places:
        while index + 1 < len(sentences) and sentences[index].end <= place.start:
            index += 1
        sentence = sentences[index]
        if not sentence.start <= place.start < sentence.end:
            continue
        before = beside(scene.text, sentence, place, patterns)
        after = scene.text[place.end : place.end + 24]
        how = "plain"
        if patterns["not_after"].search(after):
            how = "name"
        else:
            for name in ("origin", "bound", "through", "locative"):
                if name in patterns and patterns[name].search(before):
                    how = name
                    break
        found.append(
            _Placed(place, sentence, how, sentence.paragraph <= 2 and place.start - sentence.start < 3)
        )
    return found


_HEAD = 2  # the first paragraphs set the scene of the whole report
_NEAR = [
    "clause",
    "sentence",
    "sentence-1",
    "before",
    "sentence+1",
    "after",
    "paragraph-1",
    "paragraph+1",
    "paragraph-2",
    "start",
]


def relation_of(cluster: Cluster, sentence: Sentence, start: int) -> str:
    """Say where something stands, seen from the nearest telling of an act."""
    return min((_seen(e, sentence, start) for e in cluster.events), key=_order, default="far")


def _seen(event: Event, sentence: Sentence, start: int) -> str:
    here = event.mention.sentence
    apart, steps = sentence.paragraph - here.paragraph, sentence.index - here.index
    if apart == 0:
        if steps == 0:
            low, high = event.mention.clause
            return "clause" if low - 1 <= start <= high else "sentence"
        if steps < 0:
            return "sentence-1" if steps == -1 else "before"
        return "sentence+1" if steps == 1 else "after"
    known = {-1: "paragraph-1", 1: "paragraph+1", -2: "paragraph-2", -3: "paragraph-2"}
    return known.get(apart, "start" if sentence.paragraph <= _HEAD else "far")


def _order(relation: str) -> int:
    return _NEAR.index(relation) if relation in _NEAR else len(_NEAR)


def _rank(cluster: Cluster, place: FoundPlace, placed: Sequence[_Placed]) -> int:
    relations = [relation_of(cluster, p.sentence, place.start) for p in placed if p.found is place]
    return _order(relations[0]) if relations else len(_NEAR)


def _grain(expression: DatedExpression) -> str:
    if expression.since:
        return "since"
    return "until" if expression.until else expression.grain


def _first(cluster: Cluster) -> int:
    return min(e.mention.word[0] for e in cluster.events)


def _span_of(cluster: Cluster) -> Span | None:
    return next((e.date_span for e in cluster.events if e.date_span), None)
