"""Choose the coder of a report's language and code the report: text in, claims out.

>>> from datetime import date
>>> from khronika.record import Report, ReportId
>>> told = "Chinese police arrested two North Korean women in Yanji on March 14, a resident said."
>>> report = Report(id=ReportId("r"), lang="en", text=told, published=date(2024, 3, 20))
>>> [(c.act, str(c.date), c.place.admin1, str(c.victims.count)) for c in code_report(report).claims]
[('arrest', '2024-03-14', 'Jilin', '2')]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from khronika.code.budget import SECONDS, TimeIsUpError, budget
from khronika.code.folding import fold_chinese
from khronika.code.layout import part_of_report, table_rows
from khronika.code.mentions import Reading, Telling
from khronika.code.text import BY_ORDER, Sentence, sentences
from khronika.errors import CoderFailedError, CodingCutError, NoCoderError
from khronika.record import Claim, Report

LONGEST_TEXT = 300_000  # characters; what stands after them is left for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What a coder found in one report."""

    claims: tuple[Claim, ...]
    relevant: bool
    warnings: tuple[str, ...] = ()


class Coder(Protocol):
    """Turns a report of one language into claims."""

    def code(self, report: Report) -> tuple[Claim, ...]:
        """Return the claims of a report in the order in which it first tells them."""


class Language(Protocol):
    """What a language brings: a reader of sentences and a finder of sources."""

    def read(self, chosen: Sequence[tuple[Sentence, bool]]) -> dict[int, Reading]: ...

    def tellings(self, all_sentences: Sequence[Sentence], outlet: str | None) -> dict[int, Telling]: ...

    def relevant(self, text: str) -> bool: ...


def languages() -> tuple[str, ...]:
    """Return the languages that have a coder."""
    return tuple(_MAKERS)


@cache
def coder_for(lang: str | None) -> Coder:
    """Return the coder of a language; raises NoCoderError where there is none."""
    make = _MAKERS.get(lang or "")
    if make is None:
        raise NoCoderError(lang=lang or "not known")
    return make()


def code_report(report: Report, *, seconds: float = SECONDS) -> Coded:
    """Code one report: its claims, whether it is of the field at all, and what could not be resolved.

    Raises NoCoderError for a language without a coder, CodingCutError for a report that takes longer than
    `seconds`, CoderFailedError for a fault of the coder itself: a batch goes on past one report that no rule
    foresaw.
    """
    coder = coder_for(report.lang)
    try:
        with budget(seconds):
            claims = coder.code(report)
    except TimeIsUpError as error:
        raise CodingCutError(report=report.id, seconds=round(seconds)) from error
    except Exception as error:
        raise CoderFailedError(report=report.id, kind=type(error).__name__) from error
    if not any(_substantial(claim, len(claims)) for claim in claims):
        claims = ()
    warnings = [] if report.published else ["No publication date: relative dates are left open."]
    if len(report.text) > LONGEST_TEXT:
        warnings.append(f"Only the first {LONGEST_TEXT} characters were coded; the rest is left.")
    return Coded(claims=claims, relevant=bool(claims), warnings=tuple(warnings))


def _substantial(claim: Claim, told: int) -> bool:
    """Say whether a claim tells of somebody, some time and somewhere; a report with none is talk.

    That people are held, watched or asked is said of many things; where nothing else is told it is talk.
    """
    if claim.act in {"detention", "interrogation", "surveillance", "ill_treatment", "exploitation"}:
        return False
    known = (claim.date is not None) + (claim.place is not None)
    return claim.victims.count.floor is not None and known >= (2 if told == 1 else 1)


@dataclass(frozen=True, slots=True)
class RuleCoder:
    """The coder by rules: wake, read, set in scene, merge, write."""

    lang: str
    language: Language

    def code(self, report: Report) -> tuple[Claim, ...]:
        from khronika.code.lexicon import lexicon

        if not report.text:
            return ()
        text = fold_chinese(report.text[:LONGEST_TEXT], self.lang)
        if not lexicon(self.lang).awake(text.lower()) or not self.language.relevant(text):
            return ()
        found = part_of_report(sentences(text, self.lang), self.lang)
        readings = self.language.read(_choose(found, fold_chinese(report.title or "", self.lang), self.lang))
        if not any(not m.entry.weak for reading in readings.values() for m in reading.mentions):
            return ()  # words that tell an act only beside firmer ones
        return _claims(report, text, self.lang, found, _bounded(readings), self.language)


MOST_TELLINGS = 1_500  # of acts in one report: a bound on time, several times above any real report


def _bounded(readings: Mapping[int, Reading]) -> dict[int, Reading]:
    """Keep the first tellings of a report; what is set in scene together takes time with their square."""
    left, kept = MOST_TELLINGS, {}
    for index in sorted(readings):
        reading = readings[index]
        kept[index] = replace(reading, mentions=reading.mentions[:left])
        left -= len(kept[index].mentions)
    return kept


def _choose(found: Sequence[Sentence], title: str, lang: str) -> list[tuple[Sentence, bool]]:
    title = title.strip()
    alone = Counter(s.paragraph for s in found)
    return [(s, _headline(s, title) or (lang in BY_ORDER and _teases(s, alone[s.paragraph]))) for s in found]


def _headline(sentence: Sentence, title: str) -> bool:
    said = sentence.text
    return bool(title) and sentence.paragraph < _HEAD and (said in title or title in said)


_HEAD = 12  # paragraphs
_TEASER = (12, 60)  # characters


def _teases(sentence: Sentence, together: int) -> bool:
    """A short line that stands alone and is no sentence is a headline, of this story or of another."""
    short = _TEASER[0] <= len(sentence.text) <= _TEASER[1]
    return together == 1 and short and sentence.text[-1] not in "。.!?！？…”’」』\"'다요죠까"


def _claims(
    report: Report,
    text: str,
    lang: str,
    found: Sequence[Sentence],
    readings: Mapping[int, Reading],
    language: Language,
) -> tuple[Claim, ...]:
    from khronika.code.backfill import fill
    from khronika.code.claims import claim_of
    from khronika.code.merge import merge
    from khronika.code.placing import all_places
    from khronika.code.scene import Scene
    from khronika.code.settling import in_custody, nations, raided, settle, sexes, sharpen
    from khronika.code.sources import row_tellings, spread
    from khronika.code.stays import hold
    from khronika.code.weighing import weigh

    rows = table_rows(found, text, lang)
    in_rows = row_tellings(rows, found, lang)
    own = language.tellings(found, report.outlet) | in_rows
    told = spread(found, own, text) | in_rows
    scene = Scene(text, lang, report.published, rows)
    places = all_places(text, lang)
    events = scene.walk(found, readings, told, places)
    raided(events, scene.groups)
    fill(scene)
    sharpen(events)
    nations(scene.groups, lang)
    sexes(scene.groups, found, lang)
    if lang in BY_ORDER:
        hold(events, scene.groups.all, report.published)
    settle(events, report.published, held=lang not in BY_ORDER)
    if lang not in BY_ORDER:
        in_custody(events, report.published)
    clusters = merge(events)
    weigh(scene, clusters, found, places, own)
    written = [claim_of(c, report, f"{report.id}-{c.group.key if c.group else 'x'}") for c in clusters]
    return tuple(sorted(written, key=lambda claim: claim.quotes[0].start))


def _english() -> Coder:
    from khronika.code.english.language import English

    return RuleCoder("en", English())


def _clausal(lang: str) -> Callable[[], Coder]:
    def make() -> Coder:
        from khronika.code.tongues import Clausal

        return RuleCoder(lang, Clausal(lang))

    return make


_MAKERS: dict[str, Callable[[], Coder]] = {"en": _english, "ko": _clausal("ko"), "zh": _clausal("zh")}
