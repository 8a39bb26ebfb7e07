"""What a report offers for who did an act, to whom, and according to whom.

As `offers` does for days and places: the rules propose one value, the report holds others, and each is
described by where it stands and what it hangs on, never by its words. `weighing` chooses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from khronika.code.actors import agency_words
from khronika.code.clausal import cases_beside
from khronika.code.groups import Told
from khronika.code.keepers import keepers_in
from khronika.code.mentions import Telling
from khronika.code.merge import Cluster, proposed_actor, proposed_telling
from khronika.code.offers import CLASS, Offer, relation_of
from khronika.code.people import Group
from khronika.code.scene import Scene
from khronika.code.sources import UNSTATED
from khronika.code.text import Sentence

_KINDS = (
    "police",
    "border_guard",
    "military",
    "state_security",
    "prison",
    "prosecution_court",
    "broker_trafficker",
    "employer",
    "other",
)
_MOST_GROUPS = 40  # people of one report that are weighed for one act: the nearest


class Roles:
    """The offers of one report, for each act in turn."""

    def __init__(
        self,
        scene: Scene,
        clusters: Sequence[Cluster],
        sentences: Sequence[Sentence],
        tellings: Mapping[int, Telling],
    ) -> None:
        self.scene, self.clusters, self.sentences, self.tellings = scene, clusters, sentences, tellings
        self.by_index = {s.index: n for n, s in enumerate(sentences)}
        self.rule_actor = {id(c): proposed_actor(c)[0] for c in clusters}
        self.agents = {n: _agents(s, scene.lang) for n, s in enumerate(sentences)}

    # ------------------------------------------------------------------ who did it
    def actor_offers(self, cluster: Cluster) -> list[Offer[Any]]:
        kind = CLASS[cluster.act]
        offers = {k: Offer(k) for k in ("unknown", *_KINDS)}
        for name, offer in offers.items():
            offer.add(f"prior/{name}", f"prior/{name}/{cluster.act}")
        rule, span = proposed_actor(cluster)
        offers[rule].add("rule", f"rule/{kind}", f"rule/{rule}", f"rule/{rule}/{kind}")
        offers[rule].span = span
        for event in cluster.events:
            if event.mention.actor in offers:
                offers[event.mention.actor].add("clause", f"clause/{kind}", f"clause/{event.mention.actor}")
            if event.mention.entry.actor in offers:
                offers[str(event.mention.entry.actor)].add("entry", f"entry/{kind}")
        self._agencies(cluster, kind, offers)
        self._kept(cluster, kind, offers)
        for side, nearest in self._neighbours(cluster):
            name = self.rule_actor[id(nearest)]
            same = "kin" if nearest.group is cluster.group else "else"
            offers[name].add(f"{same}/{side}", f"{same}/{side}/{CLASS[nearest.act]}>{kind}")
        return list(offers.values())

    def _agencies(self, cluster: Cluster, kind: str, offers: dict[str, Offer[Any]]) -> None:
        told = False
        for number, sentence in self._around(cluster):
            for name, start, end in self.agents[number]:
                relation = relation_of(cluster, sentence, start)
                if name not in offers or relation == "far":
                    continue
                told = told or not relation.startswith("paragraph")
                offers[name].add(f"{relation}", f"{relation}/{kind}", f"{relation}/{name}")
                if relation in {"clause", "sentence"}:
                    side = "before" if start < cluster.events[0].mention.word[0] else "behind"
                    offers[name].add(f"{relation}/{side}/{kind}")
                offers[name].span = offers[name].span or (start, end)
        if not told:
            offers["unknown"].add("silent", f"silent/{kind}")

    def _kept(self, cluster: Cluster, kind: str, offers: dict[str, Offer[Any]]) -> None:
        """The keeper of a place of custody that stands beside the act."""
        for _, sentence in self._around(cluster):
            for name, start in keepers_in(sentence.text, self.scene.lang):
                relation = relation_of(cluster, sentence, sentence.start + start)
                if name in offers and not relation.startswith(("paragraph", "far", "start")):
                    offers[name].add(f"keeper/{relation}/{kind}", f"keeper/{name}/{kind}")

    def _around(self, cluster: Cluster) -> list[tuple[int, Sentence]]:
        """The sentences beside an act, those of its paragraph and the one before."""
        numbers: set[int] = set()
        for event in cluster.events[:6]:
            here = self.by_index.get(event.mention.sentence.index)
            if here is not None:
                numbers.update(range(max(0, here - 6), min(len(self.sentences), here + 3)))
        return [(n, self.sentences[n]) for n in sorted(numbers)]

    def _neighbours(self, cluster: Cluster) -> list[tuple[str, Cluster]]:
        here = _word(cluster)
        paragraph = cluster.events[0].mention.sentence.paragraph
        near = [
            c
            for c in self.clusters
            if c is not cluster and abs(c.events[0].mention.sentence.paragraph - paragraph) <= 2
        ]
        before = [c for c in near if _word(c) <= here]
        after = [c for c in near if _word(c) > here]
        found: list[tuple[str, Cluster]] = []
        if before:
            found.append(("before", max(before, key=_word)))
        if after:
            found.append(("after", min(after, key=_word)))
        return found

    # ------------------------------------------------------------------ according to whom
    def source_offers(self, cluster: Cluster) -> list[Offer[Any]]:
        rule = proposed_telling(cluster)
        offers: dict[str, Offer[Any]] = {"unstated": Offer(UNSTATED)}
        self._telling(offers, rule, "rule", cluster)
        for event in cluster.events:
            self._telling(offers, event.telling, "event", cluster)
        for _, sentence in self._around(cluster):
            telling = self.tellings.get(sentence.index)
            if telling is None or telling.span is None:
                continue
            relation = relation_of(cluster, sentence, telling.span[0])
            if relation != "far":
                self._telling(offers, telling, relation, cluster)
        unstated = offers["unstated"]
        unstated.add("none", f"none/{CLASS[cluster.act]}")
        unstated.add("none/told" if self.scene.narrated else "none/news")
        unstated.add(f"none/{len(cluster.events) > 1}")
        if _quoted(self.scene.text, cluster):
            for offer in offers.values():
                offer.add(f"quoted/{offer.value.kind}")
        return list(offers.values())

    def _telling(self, offers: dict[str, Offer[Any]], telling: Telling, how: str, cluster: Cluster) -> None:
        offer = offers.setdefault(telling.kind, Offer(telling, telling.span))
        offer.add(how, f"{how}/{telling.kind}")
        if telling.role == "hearsay":
            offer.add(f"hearsay/{how}")
        if how == "rule" and telling.kind != "unstated":
            offer.value, offer.span = telling, telling.span

    # ------------------------------------------------------------------ to whom
    def people_offers(self, cluster: Cluster) -> list[Offer[Any]]:
        kind = CLASS[cluster.act]
        rule = cluster.group
        offers: dict[int, Offer[Any]] = {-1: Offer(None)}
        offers[-1].add("none", f"none/{kind}")
        for group, told in self._nearest(cluster):
            offer = offers.setdefault(group.key, Offer(group))
            for one in told:
                self._stands(cluster, offer, one, kind)
            self._describe(offer, group, cluster, kind)
        if rule is not None and rule.key not in offers:
            offers[rule.key] = Offer(rule)
            self._describe(offers[rule.key], rule, cluster, kind)
        row = self.scene.row_groups.get(cluster.events[0].mention.sentence.paragraph)
        if row is not None and row.key in offers:
            offers[row.key].add("row", f"row/{kind}")
        own = "own" if any(e.mention.parties for e in cluster.events) else "taken"
        offers[rule.key if rule is not None else -1].add("rule", f"rule/{own}", f"rule/{own}/{kind}")
        for side, nearest in self._neighbours(cluster):
            if nearest.group is not None and nearest.group.key in offers:
                offers[nearest.group.key].add(f"with/{side}", f"with/{side}/{CLASS[nearest.act]}>{kind}")
        return list(offers.values())

    def _nearest(self, cluster: Cluster) -> list[tuple[Group, list[Told]]]:
        by_group: dict[int, tuple[Group, list[Told]]] = {}
        word = _word(cluster)
        told = sorted(self.scene.groups.told, key=lambda t: abs(t.start - word))
        for one in told:
            held = by_group.setdefault(one.group.key, (one.group, []))
            if len(held[1]) < 2:
                held[1].append(one)
            if len(by_group) > _MOST_GROUPS:
                break
        return list(by_group.values())

    def _stands(self, cluster: Cluster, offer: Offer[Any], told: Told, kind: str) -> None:
        number = self.by_index.get(told.sentence)
        if number is None:
            return
        sentence = self.sentences[number]
        relation = relation_of(cluster, sentence, told.start)
        offer.add(relation, f"{relation}/{kind}", f"{relation}/{told.manner}")
        if relation in {"clause", "sentence"}:
            side = "before" if told.start < _word(cluster) else "behind"
            offer.add(f"{relation}/{side}", f"{relation}/{side}/{kind}")
            for case in cases_beside(self.scene.text, told.start, told.end, self.scene.lang):
                offer.add(f"{relation}/{case}", f"{relation}/{side}/{case}")

    def _describe(self, offer: Offer[Any], group: Group, cluster: Cluster, kind: str) -> None:
        count = group.count
        size = (
            "open"
            if count is None
            else ("one" if count.exact and count.floor == 1 else ("many" if count.exact else "about"))
        )
        offer.add(f"size/{size}", f"size/{size}/{kind}")
        if group.is_self:
            offer.add("self", f"self/{'told' if self.scene.narrated else 'news'}")
        acted = sum(c.group is group for c in self.clusters if c is not cluster)
        offer.add("acted", value=min(acted, 5) / 5)
        if not acted:
            offer.add("idle", f"idle/{kind}")
        if group.nationality == "KP":
            offer.add("fled")
        if group.key == 0:
            offer.add("first")


def _agents(sentence: Sentence, lang: str) -> list[tuple[str, int, int]]:
    return [
        (str(m.lastgroup), sentence.start + m.start(), sentence.start + m.end())
        for m in agency_words(sentence.text, lang, frozenset(_KINDS))
    ][:12]


def _word(cluster: Cluster) -> int:
    return cluster.events[0].mention.word[0]


_MARKS = {"“": 1, "「": 1, "『": 1, "”": -1, "」": -1, "』": -1}


def _quoted(text: str, cluster: Cluster) -> bool:
    """Say whether the act is told in somebody's own words."""
    event = cluster.events[0]
    depth = 0
    straight = 0
    for mark in text[event.mention.sentence.start : event.mention.word[0]]:
        depth = max(0, depth + _MARKS.get(mark, 0))
        straight += mark == '"'
    return depth > 0 or straight % 2 == 1
