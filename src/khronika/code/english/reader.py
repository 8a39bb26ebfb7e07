"""Read one English sentence: which acts does it tell, done by whom to whom.

The words wake an entry; the parse gives its slots; the assertion layer decides whether it happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from khronika.code.actors import actor_in
from khronika.code.assertion import Standing
from khronika.code.budget import check
from khronika.code.data import words
from khronika.code.dates import scan
from khronika.code.english import slots
from khronika.code.english.parse import parse
from khronika.code.english.parties import is_person, party
from khronika.code.english.quick import quick_parties
from khronika.code.english.standing import several, standing
from khronika.code.lexicon import Hit, lexicon
from khronika.code.mentions import Mention, Reading
from khronika.code.people import Party, Span
from khronika.code.text import Sentence

MOST_PARSED = 600  # sentences of one report: a bound on time, far above any real report


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern of `reader.yaml`."""
    return re.compile(words("en", "reader")[name], re.IGNORECASE)


def read_sentences(chosen: Sequence[tuple[Sentence, bool]]) -> dict[int, Reading]:
    """Return what each sentence tells, by its number; each comes with whether it is a headline."""
    waiting: list[tuple[Sentence, bool, list[Hit]]] = []
    known = lexicon("en")
    for sentence, headline in chosen:
        check()
        hits = list(known.hits(sentence.text))
        if hits:
            waiting.append((sentence, headline, hits))
    waiting = waiting[:MOST_PARSED]
    docs = parse([_without_lead(sentence.text) for sentence, _headline, _hits in waiting])
    read = {
        sentence.index: _read(sentence, headline, hits, doc)
        for (sentence, headline, hits), doc in zip(waiting, docs, strict=True)
    }
    if any(reading.mentions for reading in read.values()):
        for sentence, _headline in chosen:
            if sentence.index not in read:
                read[sentence.index] = Reading(parties=quick_parties(sentence.text, sentence.start))
    return read


def _without_lead(text: str) -> str:
    """Blank out a dateline, and a date before the subject without a comma: both mislead the parser."""
    found = re.match(words("en", "reader")["dateline"], text)
    end = found.end() if found else 0
    first = next(iter(scan(text[:80], "en", None, None)), None)
    if first is not None and first.start <= 1 and first.duration is None and _runs_on(text[first.end :]):
        end = max(end, first.end)
    return " " * end + text[end:] if end else text


def _runs_on(rest: str) -> bool:
    """Say whether a subject follows the date at once ("In 2019 Lao police…")."""
    return bool(re.match(r" (?!(?:and|or|of|to|in|at|when|after)\b)(?:the |[A-Z]?[a-z]+ )", rest))


def _read(sentence: Sentence, headline: bool, hits: list[Hit], doc: Any) -> Reading:
    found: dict[tuple[str, int], Mention] = {}
    for hit in _firmest_first(hits):
        word = _token_at(doc, hit)
        if word is None or not _is_verb(hit, word) or (hit.entry.act, word.i) in found:
            continue
        alike = _ALIKE.get(hit.entry.act, {hit.entry.act})
        if hit.entry.weak and any(m.act in alike and _overlap(m, hit, sentence) for m in found.values()):
            continue
        mention = _mention(sentence, headline, hit, word, doc)
        if mention is not None:
            found[(hit.entry.act, word.i)] = mention
    told = sorted(found.values(), key=lambda m: (m.word, m.entry.number))
    return Reading(mentions=tuple(_unique(told)), parties=tuple(_parties(doc, sentence.start)))


_ALIKE = {"detention": frozenset({"detention", "arrest"})}  # "detained in Minsk" tells one of the two


def _firmest_first(hits: list[Hit]) -> list[Hit]:
    """Of entries that speak of one act at one word the firm and long ones are tried first."""
    return sorted(hits, key=lambda h: (h.entry.weak, -(h.end - h.start), h.entry.number))


def _overlap(mention: Mention, hit: Hit, sentence: Sentence) -> bool:
    low, high = mention.word[0] - sentence.start, mention.word[1] - sentence.start
    return low < hit.end and hit.start < high


def _is_verb(hit: Hit, word: Any) -> bool:
    """An entry that is a verb must stand as one: "the raid" is none of "to raid"."""
    if hit.entry.verb is None or "pattern" in hit.entry.flags:
        return True
    return word.pos_ in {"VERB", "AUX"} or (word.pos_ == "ADJ" and word.text.endswith("ed"))


def _unique(found: list[Mention]) -> list[Mention]:
    """A verb tells one act of a kind; a detention that only says where an arrest led stays."""
    kept: list[Mention] = []
    for mention in found:
        twin = next(
            (
                m
                for m in kept
                if m.act == mention.act and abs(m.word[0] - mention.word[0]) < 40 and _same_people(m, mention)
            ),
            None,
        )
        if twin is None:
            kept.append(mention)
    return kept


def _same_people(left: Mention, right: Mention) -> bool:
    return {(p.start, p.end) for p in left.parties} == {(p.start, p.end) for p in right.parties} or not (
        left.parties and right.parties
    )


def _token_at(doc: Any, hit: Hit) -> Any | None:
    inside = [t for t in doc if t.idx < max(hit.word_end, hit.word + 1) and t.idx + len(t.text) > hit.word]
    if not inside:
        return None
    if hit.entry.verb or hit.entry.flag("noun"):
        return inside[0]
    verbs = [t for t in inside if t.pos_ in {"VERB", "AUX"}]
    if not verbs:
        around = [t for t in doc if hit.start <= t.idx < hit.end and t.pos_ in {"VERB", "AUX"}]
        verbs = [t for t in around if t.pos_ == "VERB"] or around
    return verbs[0] if verbs else inside[0]


_SETTINGS = ("coercive", "toil", "deadly")  # what else the sentence must speak of


def _mention(sentence: Sentence, headline: bool, hit: Hit, word: Any, doc: Any) -> Mention | None:  # noqa: C901 - a table of cases
    entry, text = hit.entry, sentence.text
    passive = slots.is_passive(word)
    if entry.flag("voice") == "passive" and not passive:
        return None
    how = standing(word, text, entry, headline)
    if how is Standing.UNREAL:
        return None
    agent = _agent(word, hit)
    agent_text = _phrase(agent) if agent is not None else ""
    if entry.flag("agent") and not re.search(rf"\b(?:{entry.flag('agent')})", agent_text, re.IGNORECASE):
        return None
    victims = _victims(hit, word, passive, agent, sentence.start)
    if entry.flag("needs") == "person" and not victims and not headline and not _fragment(word):
        return None
    if any(entry.flag(setting) and not _pattern(setting).search(text) for setting in _SETTINGS):
        return None
    if entry.flag("termed") and not _pattern("termed").search(text[max(0, hit.word - 24) : hit.word]):
        return None
    if entry.flag("nonterm") and re.search(
        r"\bfor (?:life|\w+ (?:months|years))", text[hit.word_end : hit.word_end + 50]
    ):
        return None
    if _actor_is_victim(victims, text, sentence.start):
        return None
    actor = actor_in(agent_text, "en") if agent is not None else None
    actor_span = None
    if actor and agent is not None:
        actor_span = (sentence.start + agent.left_edge.idx, sentence.start + agent.idx + len(agent.text))
    if any(p.noun == "you" for p in victims):
        if not entry.flag("habitual"):
            return None
        victims = ()  # "they hit you with a cable": who tells it speaks of all who were there
    habit = (how is Standing.HABIT and _uncounted(victims)) or (
        several(text) and _many(victims) and not entry.state
    )
    return Mention(
        act=entry.act,
        entry=entry,
        sentence=sentence,
        word=(sentence.start + hit.word, sentence.start + hit.word_end),
        clause=_clause(word, doc, hit, sentence),
        parties=victims,
        actor=actor or None,
        actor_span=actor_span,
        ground=_ground(entry.act, text, hit, sentence.start),
        specificity="pattern" if habit else "incident",
        headline=headline,
        running=_running(entry.state, entry.flag("running"), word, text),
        moved=bool(entry.flag("moved")),
        reference=word.dep_ == "amod" or bool(entry.weak and entry.flag("noun")),
    )


def _fragment(word: Any) -> bool:
    """ "Held at the detention house": a note without a subject speaks of the people told before it."""
    return (
        word.dep_ in {"ROOT", "conj"}
        and word.tag_ in {"VBN", "VBD"}
        and word.i < 12
        and slots.subject(word) is None
    )


def _uncounted(victims: tuple[Party, ...]) -> bool:
    """Habitual acts on one person or a counted group are of particular people."""
    return all(p.plural and not (p.count and p.count.exact) and p.manner not in {"self"} for p in victims)


def _many(victims: tuple[Party, ...]) -> bool:
    return any(p.plural for p in victims) or not victims


def _agent(word: Any, hit: Hit) -> Any | None:
    if hit.entry.flag("noun"):
        return slots.governed_by(word, "by")
    if hit.entry.victim == "subject":
        return slots.governed_by(word, "by")
    return slots.agent(word)


def _phrase(token: Any) -> str:
    return str(token.doc[token.left_edge.i : min(token.right_edge.i, token.i + 8) + 1].text)


def _victims(hit: Hit, word: Any, passive: bool, agent: Any | None, base: int) -> tuple[Party, ...]:
    head = _victim_head(hit, word, passive)
    if head is None and hit.entry.victim in {"object", "subject"}:
        head = _rescue(hit, word, agent, passive)
    if (
        head is None
        or not is_person(head)
        or (agent is not None and head == agent and hit.entry.victim == "object")
    ):
        return ()
    return (party(head, base),)


def _victim_head(hit: Hit, word: Any, passive: bool) -> Any | None:
    way, entry = hit.entry.victim, hit.entry
    if entry.flag("ditransitive"):
        return slots.subject(word) if passive else (slots.dative(word) or _person_object(word))
    if way == "object":
        if passive:
            return slots.subject(word)
        found = slots.obj(word)
        return found if found is not None else (slots.subject(word) if word.dep_ in {"acl"} else None)
    if way == "either":
        return slots.subject(word) if passive else (_person_object(word) or _person_subject(word))
    if way == "subject":
        return _person_subject(word)
    if way in {"of", "for", "on", "against"}:
        found = slots.governed_by(word, way)
        return found if found is not None else _after(word, hit.entry.victim)
    if way in {"after", "after_on", "subject_after"}:
        return next(
            (t for t in word.doc if t.i > word.i and is_person(t) and t.dep_ not in {"poss", "det"}), None
        )
    if way == "poss":
        return _possessor(word)
    if way == "in":
        return _inside(word)
    return None


def _person_object(word: Any) -> Any | None:
    found = slots.obj(word)
    return found if found is not None and is_person(found) else None


def _person_subject(word: Any) -> Any | None:
    found = slots.subject(word)
    if found is not None and is_person(found):
        return found
    if slots.is_passive(word) or found is None:
        other = slots.obj(word)
        if other is not None and is_person(other):
            return other
    before = next(
        (
            t
            for t in reversed(list(word.doc))
            if t.i < word.i and t.dep_ in {"nsubj", "nsubjpass", "dobj"} and is_person(t)
        ),
        None,
    )
    if before is not None or word.pos_ in {"VERB", "AUX"}:
        return before
    return next((t for t in word.doc if t.dep_ in {"nsubj", "nsubjpass"} and is_person(t)), None)


def _after(word: Any, preposition: str) -> Any | None:
    for token in word.doc:
        if token.i > word.i and token.lower_ == preposition:
            return next((t for t in token.children if t.dep_ == "pobj"), None)
    return None


def _possessor(word: Any) -> Any | None:
    """The one whose phone, arrest or wages they are: a possessive before or after the word."""
    near = sorted(
        (t for t in word.doc if abs(t.i - word.i) <= 9 and t.dep_ == "poss"), key=lambda t: abs(t.i - word.i)
    )
    for token in near:
        if is_person(token):
            return token
    for token in word.doc:
        if (
            token.dep_ == "pobj"
            and token.head.lower_ == "of"
            and abs(token.i - word.i) < 8
            and is_person(token)
        ):
            return token
    return None


def _inside(word: Any) -> Any | None:
    """The people whose house was entered: those told of in the rest of the sentence, never the agents."""
    agent = slots.agent(word)
    for token in word.doc:
        if token.i <= word.i or not is_person(token) or token == agent:
            continue
        if token.dep_ in {"poss", "pobj", "dobj", "nsubj", "conj"} and not actor_in(token.text, "en"):
            return token
    return None


def _rescue(hit: Hit, word: Any, agent: Any | None, passive: bool) -> Any | None:
    """Where the parse gives no person, take the nearest one on the side where the victim stands."""
    doc = word.doc
    if passive or hit.entry.victim == "subject":
        near = [
            t
            for t in doc
            if word.i - 14 < t.i < word.i
            and t != agent
            and t.dep_ in {"nsubj", "nsubjpass", "dobj", "ROOT", "appos"}
        ]
        near = near[::-1]
    else:
        near = [t for t in doc if word.i < t.i < word.i + 9 and t != agent and t.dep_ not in {"poss"}]
    for token in near:
        if is_person(token) and token.pos_ not in {"DET"} and not actor_in(token.text, "en"):
            return token
    return None


def _actor_is_victim(victims: tuple[Party, ...], text: str, base: int) -> bool:
    """Policemen who are beaten or arrested are not whom this record is of."""
    for people in victims:
        words_of = text[people.start - base : people.end - base]
        if people.noun in words("en", "reader")["not_victims"]:
            return True
        if re.match(r"(?:the )?(?:police|officers?|soldiers?)\b", words_of, re.IGNORECASE):
            return True
    return False


def _running(state: bool, told: Any, word: Any, text: str) -> bool:
    """Say whether the state is told to go on to the day of the report."""
    if told:
        return True
    if not state:
        return False
    if re.search(
        r"\b(?:still|currently|remains?|now|to this day|since|so far|ever since)\b", text, re.IGNORECASE
    ):
        return True
    return any(
        c.lower_ in {"is", "are", "'s", "’s", "’re", "'re", "has", "have"}
        for c in word.children
        if c.dep_ in {"aux", "auxpass"}
    ) or (word.lower_ in {"is", "are", "remains", "remain", "'s", "’s", "’re"})


def _clause(word: Any, doc: Any, hit: Hit, sentence: Sentence) -> Span:
    """The words that tell the act: the verb with its own parts and its subject, without its neighbours."""
    keep = {word.i}
    for token in word.children:
        if token.dep_ in {"conj", "advcl", "ccomp", "parataxis", "cc"} and token.dep_ != "xcomp":
            continue
        keep.update(t.i for t in token.subtree)
    subj = slots.subject(word)
    if subj is not None and subj.i < word.i and word.i - subj.i < 30:
        keep.update(t.i for t in subj.subtree if t.i < word.i)
    start = min(doc[min(keep)].idx, hit.start)
    last = doc[max(keep)]
    end = max(last.idx + len(last.text), min(hit.end, len(sentence.text)))
    while start < end and sentence.text[start] in " ,;:-–—\"“”'’":
        start += 1
    while end > start and sentence.text[end - 1] in ' ,;:-–—"“”':
        end -= 1
    return sentence.start + start, sentence.start + end


def _ground(act: str, text: str, hit: Hit, base: int) -> Span | None:
    if act not in {"arrest", "charge", "sentence", "detention"}:
        return None
    for match in _pattern("ground").finditer(text, max(0, hit.word - 2), min(len(text), hit.end + 120)):
        start, end = match.span("g")
        phrase = text[start:end]
        if re.match(words("en", "reader")["no_ground"], phrase):
            continue
        quoted = re.match(r"[“\"'‘]([^”\"]+)[”\"]?", phrase)
        if quoted:
            start, end = start + 1, start + 1 + len(quoted.group(1))
        while end > start and text[end - 1] in " ,":
            end -= 1
        return base + start, base + end
    return None


_CHUNKS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "ROOT", "conj"})


def _parties(doc: Any, base: int) -> list[Party]:
    found: list[Party] = []
    for chunk in doc.noun_chunks:
        head = chunk.root
        stands = head.pos_ in {"NOUN", "NUM", "PRON"} or (head.pos_ == "PROPN" and head.text.endswith("s"))
        if stands and head.dep_ in _CHUNKS and is_person(head) and not actor_in(chunk.text, "en"):
            found.append(party(head, base))
    return found
