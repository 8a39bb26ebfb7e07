"""Weigh what a report offers for an act: when, where, who, to whom, according to whom.

A linear model, trained by `training/weighing.py` on invented reports, weighs the offers. What is taken
is what is worth most on average: a wrong day or place contradicts what is true, none contradicts nothing.
A value that is not likelier than not is therefore left open: values are intervals, never guesses.

Method: conditional logit (McFadden 1974) over the offers of one act, decided by expected utility.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from khronika.code.mentions import Telling
from khronika.code.merge import Cluster, Weighed
from khronika.code.offers import DateOffer, Offer, Offers, PlaceOffer
from khronika.code.places import FoundPlace
from khronika.code.roles import Roles
from khronika.code.scene import Scene
from khronika.code.text import Sentence
from khronika.record import DateInterval


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the trained weights: model ("date", "place", "actor", "people", "source") → feature → weight."""
    text = files("khronika.code").joinpath("weighing.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded


def score(model: str, features: dict[str, float]) -> float:
    known = weights()[model]
    return sum(known.get(name, 0.0) * value for name, value in features.items())


def weigh(
    scene: Scene,
    clusters: Sequence[Cluster],
    sentences: Sequence[Sentence],
    places: Sequence[FoundPlace],
    tellings: Mapping[int, Telling],
) -> None:
    """Give each act the day, place, people, agency and source that weigh most of what its report offers."""
    offers = Offers(scene, clusters, sentences, places)
    roles = Roles(scene, clusters, sentences, tellings)
    chosen = [(offers.date_offers(c), offers.place_offers(c)) for c in clusters]
    for cluster, (dates, spots) in zip(clusters, chosen, strict=True):
        when, where = likeliest_date(dates), likeliest_place(spots)
        who = likeliest("actor", roles.actor_offers(cluster))
        whom = likeliest("people", roles.people_offers(cluster))
        teller = likeliest("source", roles.source_offers(cluster))
        cluster.weighed = Weighed(
            date=when.value,
            date_span=when.span,
            last_span=when.last_span or when.span,
            place=where.value,
            group=whom.value,
            actor=who.value,
            actor_span=who.span,
            telling=teller.value,
        )


def likeliest(model: str, offers: Sequence[Offer[Any]]) -> Offer[Any]:
    """Return the offer of the highest weight."""
    return max(offers, key=lambda offer: score(model, offer.features))


# How much an exact value is worth beside one that does not contradict.
DATE_WORTH = 1.6
PLACE_WORTH = 5.0


def likeliest_place(offers: Sequence[PlaceOffer]) -> PlaceOffer:
    """Return the offer of the highest expected worth; nothing contradicts nothing, a wrong place does."""
    likely = _likelihoods("place", [o.features for o in offers])
    nothing = sum(p for o, p in zip(offers, likely, strict=True) if o.value is None or o.value.admin1 is None)

    def worth(number: int) -> float:
        place, chance = offers[number].value, likely[number]
        if place is None or place.admin1 is None:
            return 1.0 + PLACE_WORTH * nothing
        return chance + nothing + PLACE_WORTH * chance

    return offers[max(range(len(offers)), key=worth)]


def likeliest_date(offers: Sequence[DateOffer]) -> DateOffer:
    """Return the offer of the highest expected worth; an interval that shares half of its days counts too."""
    likely = _likelihoods("date", [o.features for o in offers])

    def worth(number: int) -> float:
        mine = offers[number].value
        if mine is None:
            return 1.0 + DATE_WORTH * likely[number]
        told = list(zip(offers, likely, strict=True))
        meeting = sum(p for o, p in told if o.value is None or mine.overlaps(o.value))
        return meeting + DATE_WORTH * sum(p * likeness(mine, o.value) for o, p in told if o.value)

    return offers[max(range(len(offers)), key=worth)]


LIKE = 0.9  # what an interval that shares days is worth beside the very one


def likeness(one: DateInterval, other: DateInterval) -> float:
    """Say how good one interval is for another: 1 for the same, less where at least half the days are shared.

    >>> from datetime import date
    >>> held = DateInterval(date(2021, 3, 2), date(2021, 3, 11))
    >>> likeness(held, held), likeness(held, DateInterval(date(2021, 3, 2), date(2021, 3, 21)))
    (1.0, 0.9)
    """
    if one == other:
        return 1.0
    if not (one.first and one.last and other.first and other.last):
        return 0.0
    shared = (min(one.last, other.last) - max(one.first, other.first)).days + 1
    either = (max(one.last, other.last) - min(one.first, other.first)).days + 1
    return LIKE if shared * 2 >= either else 0.0


def _likelihoods(model: str, offers: Sequence[dict[str, float]]) -> list[float]:
    scores = [score(model, features) for features in offers]
    top = max(scores)
    grown = [math.exp(s - top) for s in scores]
    total = sum(grown)
    return [g / total for g in grown]
