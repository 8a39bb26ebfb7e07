"""Who can have done an act that names nobody: the keeper of the place of custody, an agency nearby."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from khronika.code.actors import actor_span
from khronika.code.data import words
from khronika.code.events import Event

_AGENCY = frozenset({"police", "state_security", "border_guard", "military"})


@cache
def _keepers(lang: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    known = words(lang, "telling").get("keepers") or {}
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in known.items())


def keeper_in(text: str, lang: str) -> str | None:
    """Return who runs the place of custody that a sentence names."""
    return next((kind for kind, pattern in _keepers(lang) if pattern.search(text)), None)


def keepers_in(text: str, lang: str) -> list[tuple[str, int]]:
    """Return all keepers of places of custody that a sentence names, each with where it stands."""
    return [(kind, m.start()) for kind, pattern in _keepers(lang) if (m := pattern.search(text))]


def allowed_actors(act: str) -> frozenset[str]:
    if act in {"detention", "release", "ill_treatment", "interrogation", "death"}:
        return _AGENCY | {"prison", "other"}
    if act == "sentence":
        return frozenset({"prosecution_court"})
    if act == "charge":
        return frozenset({"prosecution_court"})
    if act == "exploitation":
        return frozenset({"broker_trafficker", "employer", "prison", "military"})
    return _AGENCY


_TOLD_ALONE = frozenset({"charge", "sentence", "forced_return", "exploitation"})
_KEPT = frozenset({"detention", "ill_treatment", "interrogation", "death", "release"})
_NOBODY_NEARBY = frozenset({"disappearance", "death", "surveillance"})


def name_actor(event: Event, earlier: Sequence[Event], chain: Sequence[Event], lang: str) -> None:
    """Say who did an act: whom its clause names, else its sentence, the keeper of the place, those before.

    `earlier` are the acts of the paragraph, `chain` those against the same people, both in their order.
    """
    mention = event.mention
    told = mention.actor not in (None, "unknown")
    if told and not (mention.act == "sentence" and mention.actor == "military"):
        event.actor, event.actor_span = str(mention.actor), mention.actor_span
        return
    if mention.entry.actor and mention.entry.actor != "unknown":
        event.actor = str(mention.entry.actor)
        if mention.act != "exploitation":
            return
    allowed = allowed_actors(mention.act)
    found = actor_span(mention.sentence.text, lang, allowed)
    if found and found[0] in allowed:
        event.actor = found[0]
        event.actor_span = (mention.sentence.start + found[1], mention.sentence.start + found[2])
        return
    if mention.act in _TOLD_ALONE or mention.entry.actor:
        return
    keeper = keeper_in(mention.sentence.text, lang) if mention.act in _KEPT else None
    if keeper is not None and (mention.act != "death" or keeper == "prison"):
        event.actor = keeper
        return
    others = [e for e in reversed(earlier) if e.actor in allowed] or [
        e for e in reversed(chain) if e.actor in allowed
    ]
    if others and mention.act not in _NOBODY_NEARBY:
        event.actor, event.actor_span = others[0].actor, others[0].actor_span
