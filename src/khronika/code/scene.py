"""Set each act in its scene: to whom, when and where, with what the sentence leaves to be understood.

A clause tells its own date and place or takes them from the act before it, from the people it speaks
of, or from its paragraph; the codebook says which acts may inherit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from khronika.code.budget import check
from khronika.code.calendar import shift
from khronika.code.counts import read_count
from khronika.code.data import words
from khronika.code.dates import DatedExpression, scan
from khronika.code.events import Event
from khronika.code.groups import Groups
from khronika.code.keepers import name_actor
from khronika.code.layout import Row
from khronika.code.mentions import Mention, Reading, Telling
from khronika.code.people import Group, Party
from khronika.code.places import FoundPlace
from khronika.code.placing import beside, best_place, place_words, places_by_sentence
from khronika.code.sources import UNSTATED
from khronika.code.text import BY_ORDER, Sentence
from khronika.code.timing import ending, nearest, owned
from khronika.record import Count, DateInterval

_DAYS = frozenset({"day", "weekday"})
_AGES = re.compile(
    r"\d+\s?(?:岁|歲|세|살|years?)|[,，]\s*\d{1,3}(?!\d|\s*(?:persons?|people|men|women|人|名|명))"
)
_HEADING = 40  # characters
_PLACELESS = frozenset({"charge", "surveillance", "disappearance", "sentence", "release"})
_IN_CUSTODY = frozenset({"ill_treatment", "interrogation", "death", "detention", "raid", "arrest", "release"})


@cache
def _self_words(lang: str) -> re.Pattern[str]:
    return re.compile(words(lang, "telling")["self"])


@cache
def _anchors(lang: str) -> re.Pattern[str]:
    known = words(lang, "telling").get("anchors") or {}
    groups = [f"(?P<{act}>{pattern})" for act, pattern in known.items()]
    return re.compile(f"(?:{'|'.join(groups) or '(?!)'})" + r"\s?(?:된|당한|한)?\s?(?:지\s)?$")


def _narrated(text: str, lang: str) -> bool:
    """Say whether somebody tells their own life: every hundred words or so speak of "I" or "we"."""
    sample = text[:20000]
    each = int(words(lang, "telling").get("self_every", 225))
    spoken = words(lang, "telling").get("spoken")
    if spoken:
        sample = re.sub(spoken, "", sample)
    return len(_self_words(lang).findall(sample)) * each > len(sample)


class Scene:
    """Walks through the report once and keeps who, when and where as it goes."""

    def __init__(
        self, text: str, lang: str, published: date | None, rows: Mapping[int, Row] | None = None
    ) -> None:
        self.text, self.lang, self.published = text, lang, published
        self.groups = Groups(frozenset(words(lang, "people")["generic_nouns"]))
        self.by_order = lang in BY_ORDER
        self.told_words: list[int] = []
        self.ahead: list[DatedExpression] = []
        self.tellers: frozenset[str] = frozenset(words(lang, "people").get("tellers") or ())
        self.rows: Mapping[int, Row] = rows or {}
        self.row_groups: dict[int, Group] = {}
        self.events: list[Event] = []
        self.context: DateInterval | None = None
        self.context_paragraph = -9
        self.local: DateInterval | None = None
        self.local_paragraph = -9
        self.narrated = _narrated(text, lang)
        self.last_of_group: dict[int, list[Event]] = {}
        self.told_dates: list[tuple[int, DatedExpression]] = []
        self.told_places: list[tuple[int, FoundPlace]] = []
        self.captions: set[int] = set()
        self.heard: list[tuple[Sentence, DatedExpression, bool]] = []

    def walk(
        self,
        sentences: Sequence[Sentence],
        readings: Mapping[int, Reading],
        tellings: Mapping[int, Telling],
        places: Sequence[FoundPlace],
    ) -> list[Event]:
        """Return the events of a report in the order of the text."""
        by_sentence = places_by_sentence(sentences, places)
        self.captions = {s.paragraph for s in sentences if _caption(s.text, self.lang)}
        paragraph_events: dict[int, list[Event]] = {}
        for sentence in sentences:
            check()
            reading = readings.get(sentence.index)
            self._note_row(sentence, reading)
            self._note_places(sentence, by_sentence.get(sentence.index, []))
            dates = self._dates(sentence, reading is not None and bool(reading.mentions))
            if reading is None:
                continue
            told_by = tellings.get(sentence.index, UNSTATED).span if self.by_order else None
            for party in reading.parties:
                if told_by and told_by[0] <= party.start < told_by[1] and party.noun in self.tellers:
                    continue
                if party.manner not in {"pronoun", "self"}:
                    self.groups.resolve(party, sentence.index, sentence.paragraph)
            self.told_words = [m.word[0] for m in reading.mentions]
            for mention in reading.mentions:
                if self.by_order and self._comes_later(mention):
                    continue
                told = tellings.get(sentence.index, UNSTATED)
                event = self._event(
                    mention, dates, by_sentence.get(sentence.index, []), paragraph_events, places, told
                )
                self.events.append(event)
                paragraph_events.setdefault(sentence.paragraph, []).append(event)
                if event.group is not None:
                    event.group.acted = True
                    self.last_of_group.setdefault(event.group.key, []).append(event)
        return self.events

    def _note_row(self, sentence: Sentence, reading: Reading | None) -> None:
        """The people of a table's row stand in their own column."""
        row = self.rows.get(sentence.paragraph)
        if row is None or sentence.index not in row.cell("who") or sentence.paragraph in self.row_groups:
            return
        parties = [p for p in reading.parties if p.manner not in {"pronoun", "self"}] if reading else []
        count = read_count(_AGES.sub("", sentence.text), self.lang) or Count(1, 1)
        party = parties[0] if parties else None
        if party is None or party.count is None:
            seen = party or Party(start=sentence.start, end=sentence.end, manner="new")
            party = replace(seen, manner="new", count=count, plural=(count.floor or 2) > 1)
        else:
            party = replace(party, manner="new")
        self.row_groups[sentence.paragraph] = self.groups.resolve(party, sentence.index, sentence.paragraph)

    # ------------------------------------------------------------------ when
    def _dates(self, sentence: Sentence, telling: bool) -> list[DatedExpression]:
        near = self.narrated or sentence.paragraph - self.context_paragraph <= 1
        context = (
            self.local if sentence.paragraph == self.local_paragraph else (self.context if near else None)
        )
        if self.by_order:
            context = self._anchor_here(sentence) or context
        found = list(scan(sentence.text, self.lang, self.published, context, sentence.start))
        if context is None and any(d.interval is None and d.kind == "context" for d in found):
            again = scan(sentence.text, self.lang, self.published, self._last_told(sentence), sentence.start)
            known = {d.start: d for d in again}
            found = [known.get(d.start, d) if d.interval is None else d for d in found]
        if self.by_order:
            found = [self._from_act(d, sentence, context) for d in found]
        self.ahead = [d for d in found if self._ahead(d) and not d.until]
        found = [d for d in found if not _only_lasting(d, sentence, self.lang) and not self._ahead(d)]
        useful = [d for d in found if d.interval and d.duration is None and not self._of_telling(d, sentence)]
        if sentence.paragraph not in self.captions:
            self.heard += [(sentence, d, telling) for d in useful]
        if useful:
            self.local, self.local_paragraph = useful[-1].interval, sentence.paragraph
            if not telling:
                self._date_before(sentence, useful)
                self._date_happened(sentence, useful)
        self.told_dates += [(sentence.paragraph, d) for d in useful if d.grain not in {"decade", "year"}]
        if useful and not telling and self._heads(sentence):
            self.told_dates += [(sentence.paragraph + 1, d) for d in useful[-1:]]
            self.local, self.local_paragraph = useful[-1].interval, sentence.paragraph + 1
        for expression in useful:
            if (
                expression.since
                or expression.grain == "decade"
                or not self._is_story(sentence, expression, telling)
            ):
                continue
            self.context, self.context_paragraph = expression.interval, sentence.paragraph
        return [d for d in found if d.duration is not None or d in useful]

    def _from_act(
        self, expression: DatedExpression, sentence: Sentence, context: DateInterval | None
    ) -> DatedExpression:
        """ "Two days after the release" counts from the release that was told, not from the last day told."""
        begin = expression.start - sentence.start
        named = _anchors(self.lang).search(sentence.text[max(0, begin - 8) : begin])
        told = expression.interval.first if expression.interval else None
        if named is None or expression.kind != "context" or told is None or not context or not context.first:
            return expression
        act = next(name for name, found in named.groupdict().items() if found)
        same = [
            e.date for e in self.events if e.mention.act == act and e.date and e.date.first and e.date.last
        ]
        if not same:
            return expression
        steps, base = (told - context.first).days, same[-1]
        moved = DateInterval(shift(base.first, steps), shift(base.last, steps))  # type: ignore[arg-type]
        return replace(expression, interval=moved)

    def _heads(self, sentence: Sentence) -> bool:
        """A short line that begins with a day dates the paragraph under it."""
        alone = sentence.text[-1:] not in "。.!?…다" and len(sentence.text) < _HEADING
        return self.by_order and alone and sentence.paragraph not in self.rows

    def _comes_later(self, mention: Mention) -> bool:
        """ "Will be freed in August 2026" has not happened."""
        low, word = mention.clause[0], mention.word[0]
        return mention.act != "threatened_return" and any(low - 2 <= d.start < word for d in self.ahead)

    def _anchor_here(self, sentence: Sentence) -> DateInterval | None:
        """The day of the last act of this paragraph or the one before, from which "the next day" counts."""
        for event in reversed(self.events[-8:]):
            away = sentence.paragraph - event.mention.sentence.paragraph
            if away > 1:
                return None
            state = event.mention.entry.state
            if event.own_date and event.date and (event.date.days or 99) <= 31 and not state:
                told = [p for p, d in self.told_dates if d.end > event.mention.sentence.end]
                return None if told and told[-1] == sentence.paragraph else event.date
        return None

    def _ahead(self, expression: DatedExpression) -> bool:
        """A day after the report dates nothing that has been done ("remanded until 14 September")."""
        first = expression.interval.first if expression.interval else None
        if self.by_order and expression.until and expression.kind == "published" and first is not None:
            return self.published is not None and (self.published - first).days > 180
        if self.by_order and expression.until and first == self.published:
            return True  # "until today" dates nothing
        return first is not None and self.published is not None and first > self.published

    def _note_places(self, sentence: Sentence, here: list[FoundPlace]) -> None:
        patterns = place_words(self.lang)
        for found in here:
            before = beside(self.text, sentence, found, patterns)
            after = self.text[found.end : found.end + 24]
            alone = found.end - found.start > 0.4 * len(sentence.text)
            if (
                found.admin1
                and not patterns["not_after"].search(after)
                and not patterns["origin"].search(before)
                and (alone or patterns["locative"].search(before))
            ):
                self.told_places.append((sentence.paragraph, found))

    def _date_before(self, sentence: Sentence, useful: list[DatedExpression]) -> None:
        """ "They got me in the end. It was 9 March." dates the sentence before it."""
        for event in self.events[-4:]:
            told = event.mention.sentence
            if (
                told.paragraph == sentence.paragraph
                and told.index == sentence.index - 1
                and not event.own_date
            ):
                event.date, event.own_date = useful[0].interval, True
                event.date_span = (useful[0].start, useful[0].end)

    def _last_told(self, sentence: Sentence) -> DateInterval | None:
        """The day told last, from which "two days later" is counted."""
        told = [
            (p, d.interval) for p, d in self.told_dates if sentence.paragraph - p <= 2 and d.grain in _DAYS
        ]
        acts = [(e.mention.sentence.paragraph, e.date) for e in self.events if e.date]
        near = [(p, day) for p, day in acts if sentence.paragraph - p <= 3]
        latest = max(near[-1:] + told[-1:], key=lambda pair: pair[0], default=None)
        return latest[1] if latest else None

    def _date_happened(self, sentence: Sentence, useful: list[DatedExpression]) -> None:
        """ "It happened on 26 January" dates what was told without a day before it."""
        happened = words(self.lang, "telling").get("happened")
        exact = [d for d in useful if d.interval and (d.interval.days or 99) <= 3]
        if not happened or not exact or not re.search(happened, sentence.text):
            return
        for event in self.events:
            coarse = event.date is None or not event.own_date
            if (
                coarse
                and event.mention.act in {"raid", "arrest"}
                and sentence.paragraph - event.mention.sentence.paragraph <= 2
            ):
                event.date, event.own_date = exact[0].interval, True
                event.date_span = (exact[0].start, exact[0].end)

    def _is_story(self, sentence: Sentence, expression: DatedExpression, telling: bool) -> bool:
        """A date moves the story on when an act is told with it, or when somebody tells their own life."""
        if telling:
            return True
        # "In mid-July a friend called me": a date that opens a sentence moves the story on.
        if expression.start - sentence.start <= 4 and expression.grain not in {"year", "decade"}:
            return True
        return (
            self.narrated
            and len(sentence.text) > 12
            and (expression.grain != "year" or sentence.text.startswith(("That", "It")))
        )

    def _of_telling(self, expression: DatedExpression, sentence: Sentence) -> bool:
        """ "told reporters on Tuesday" dates the telling, not the act."""
        if expression.grain not in {"day", "week", "weekday"}:
            return False
        before = sentence.text[
            max(0, expression.start - sentence.start - 60) : expression.start - sentence.start
        ]
        after = sentence.text[expression.end - sentence.start : expression.end - sentence.start + 40]
        head, tail = _telling_words(self.lang)
        return bool(head.search(before)) or bool(tail and tail.match(after))

    def _event(
        self,
        mention: Mention,
        dates: list[DatedExpression],
        here: list[FoundPlace],
        paragraph_events: Mapping[int, list[Event]],
        places: Sequence[FoundPlace],
        telling: Telling,
    ) -> Event:
        earlier = paragraph_events.get(mention.sentence.paragraph, [])
        event = Event(mention=mention, group=self._group(mention, earlier), telling=telling)
        self._place(event, here, earlier, places)
        self._date(event, dates, earlier)
        bare = all(p.count is None for p in mention.parties)
        meant = {"arrest", "release"} | (
            {"detention", "forced_return"} if bare and not event.own_place else set()
        )
        if mention.attributive and mention.act in meant and not event.own_date:
            event.mention = replace(mention, reference=True)
        chain = self.last_of_group.get(event.group.key, []) if event.group else []
        name_actor(event, earlier, chain, self.lang)
        return event

    def _group(self, mention: Mention, earlier: list[Event]) -> Group | None:
        sentence = mention.sentence
        if mention.parties:
            groups = [
                self.groups.resolve(p, sentence.index, sentence.paragraph, mention.headline)
                for p in mention.parties
            ]
            return groups[0]
        same = [e for e in earlier if e.mention.sentence.index == sentence.index and e.group]
        if same:
            return same[-1].group
        if sentence.paragraph in self.row_groups:
            return self.row_groups[sentence.paragraph]
        if mention.act == "raid":
            return None
        here = [g for g in self.groups.all if g.paragraph == sentence.paragraph and not g.is_self]
        if here:
            return max(here, key=lambda g: (g.acted, g.sentence, -g.key))
        return self.groups.recent(sentence.index, sentence.paragraph, reach=6)

    def _date(self, event: Event, dates: list[DatedExpression], earlier: list[Event]) -> None:
        mention = event.mention
        lasting = next((d for d in dates if d.duration is not None), None)
        event.duration = lasting.duration if lasting else None
        if mention.act == "threatened_return":
            dates = [d for d in dates if d.end <= mention.word[0] and d.duration is None and not d.until]
        if self.by_order:
            event.ending = ending(dates, mention) if mention.entry.state else None
            dates = [d for d in dates if not d.until]
        chosen = owned(dates, mention, self.told_words) if self.by_order else nearest(dates, mention)
        if chosen is not None and chosen.interval is not None:
            event.date, event.own_date, event.since = chosen.interval, True, chosen.since
            event.date_span = (chosen.start, chosen.end)
            return
        if mention.act == "threatened_return" and self.published and self._stands_now(mention):
            event.date = DateInterval.on(self.published)
            return
        self._inherit_date(event, earlier)
        if mention.act == "threatened_return" and event.date is None and self.published:
            event.date = DateInterval.on(self.published)

    def _stands_now(self, mention: Mention) -> bool:
        """ "They will be handed over" threatens as the report goes out; "would be" as it was told."""
        now = words(self.lang, "telling").get("threatens_now")
        return bool(now and re.search(now, mention.sentence.text))

    def _inherit_date(self, event: Event, earlier: list[Event]) -> None:
        same_sentence = [
            e for e in earlier if e.mention.sentence.index == event.mention.sentence.index and e.date
        ]
        chain = [e for e in self.last_of_group.get(event.group.key, []) if e.date] if event.group else []
        near = [
            e
            for e in earlier
            if e.date and (e.group is event.group or event.group is None or e.group is None)
        ]
        paragraph = event.mention.sentence.paragraph
        told = [
            d
            for p, d in self.told_dates
            if (p == paragraph or (p == paragraph - 1 and self.narrated))
            and (not self.by_order or d.start < event.mention.word[0])
        ]
        if not same_sentence and not near and told and (self.narrated or not chain):
            event.date, event.date_span = told[-1].interval, (told[-1].start, told[-1].end)
            return
        source = (same_sentence or near or (chain if not self.narrated else []))[-1:]
        if source:
            event.date, event.date_span = source[0].date, source[0].date_span
            return
        if event.group and event.group.parent is not None:
            chain = [e for e in self.last_of_group.get(event.group.parent, []) if e.date]
            if chain:
                event.date, event.date_span = chain[-1].date, chain[-1].date_span
                return
        if self.narrated and self.context is not None:
            event.date = self.context

    # ------------------------------------------------------------------ where
    def _place_of_source(self, event: Event, places: Sequence[FoundPlace]) -> list[FoundPlace]:
        """What "a resident of Tonghua" tells without a place happened, if nothing is told, at Tonghua."""
        span = event.telling.span
        if span is None or event.telling.kind != "anonymous":
            return []
        return [p for p in places if span[0] <= p.start < span[1] and p.admin1][:1]

    def _place(
        self, event: Event, here: list[FoundPlace], earlier: list[Event], places: Sequence[FoundPlace]
    ) -> None:
        chosen = best_place(event.mention, here, self.text, self.lang)
        if chosen is not None:
            event.place, event.own_place = chosen, True
        if event.place is not None and event.place.admin1 is not None:
            return
        same = [
            e.place for e in earlier if e.mention.sentence.index == event.mention.sentence.index and e.place
        ]
        if same and event.place is None:
            event.place = same[-1]
            return
        chain = (
            [e.place for e in self.last_of_group.get(event.group.key, []) if e.place] if event.group else []
        )
        near = [e.place for e in earlier if e.place]
        paragraph = event.mention.sentence.paragraph
        told = [f for p, f in self.told_places if p == paragraph and f.end <= event.mention.word[0]]
        source = (
            told[-1:]
            or near[-1:]
            or chain[-1:]
            or self._place_of_source(event, places)
            or self._place_before(event)
        )
        if event.mention.act in _PLACELESS:
            source = []
        if (source and event.place is None) or (
            source
            and event.place is not None
            and source[0].country == event.place.country
            and event.mention.act not in {"forced_return"}
        ):
            event.place = source[0]

    def _place_before(self, event: Event) -> list[FoundPlace]:
        """ "There", and what is done in custody, look back to the place of the paragraphs before."""
        sentence = event.mention.sentence
        there = place_words(self.lang).get("there")
        if event.mention.act not in _IN_CUSTODY and not (there and there.search(sentence.text)):
            return []
        before = [
            e.place
            for e in self.events
            if e.place
            and e.place.admin1
            and sentence.paragraph - e.mention.sentence.paragraph <= 2
            and e.mention.act != "forced_return"
        ]
        return before[-1:]


def _only_lasting(expression: DatedExpression, sentence: Sentence, lang: str) -> bool:
    """ "Had been held for the past three days" tells how long, counted from a day of the story."""
    known = words(lang, "telling")
    if "lasting" not in known:
        return False
    lasting = re.search(known["lasting"], expression.text, re.IGNORECASE)
    return bool(lasting and re.search(known["perfect"], sentence.text, re.IGNORECASE))


def _caption(text: str, lang: str) -> bool:
    """ "…, March 8, 2017. Reuters." stands under a picture and dates it, not the story."""
    return bool(re.search(words(lang, "telling")["caption"], text))


@cache
def _telling_words(lang: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    known = words(lang, "telling")
    after = known.get("after")
    return re.compile(known["before"] + "$", re.IGNORECASE), re.compile(
        after, re.IGNORECASE
    ) if after else None
