"""Decide what an English clause asserts, from the parse and the words of `assertion.yaml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from khronika.code.assertion import Standing
from khronika.code.data import words
from khronika.code.english.slots import child, is_passive
from khronika.code.lexicon import Entry


@cache
def _lists() -> dict[str, Any]:
    known = words("en", "assertion")
    return {
        name: re.compile(value, re.IGNORECASE) if isinstance(value, str) else frozenset(value)
        for name, value in known.items()
    }


def matches(name: str, text: str) -> bool:
    """Say whether a pattern of `assertion.yaml` stands in a text."""
    return bool(_lists()[name].search(text))


def standing(word: Any, text: str, entry: Entry, headline: bool) -> Standing:  # noqa: C901 - a table of cases
    """Return how the clause around a word stands to the facts."""
    known = _lists()
    if known["figurative"].search(text) or (
        known["question"].search(text) and '"' not in text and "”" not in text
    ):
        return Standing.UNREAL
    if entry.act == "threatened_return":
        return _threat(word, text)
    positive = bool(entry.flag("positive"))
    if not positive and (
        _lists()["negative_phrases"].search(text[max(0, word.idx - 60) : word.idx])
        or _lists()["unconfirmed"].search(text)
    ):
        return Standing.UNREAL
    if (
        not _own_clause(word)
        and _lists()["supposed"].search(text[max(0, word.idx - 70) : word.idx])
        and word.dep_ in {"conj", "dep", "acl", "advcl", "appos"}
    ):
        return Standing.UNREAL
    if positive or _beside_the_act(word):
        return Standing.ASSERTED
    step, habit, below = word, False, None
    for _ in range(8):
        answer = _at(step, below, known, positive=False)
        if answer is Standing.UNREAL:
            return answer
        habit = habit or answer is Standing.HABIT
        if step.head == step or step.dep_ == "ROOT":
            break
        if _unreal_link(step, known):
            return Standing.UNREAL
        if step.dep_ in {"relcl", "parataxis"} or (
            step.dep_ == "ccomp" and step.head.lemma_ in {"say", "tell", "report"}
        ):
            break
        below, step = step, step.head
    if known["quote_fear"].search(text[: max(0, word.idx + len(word.text) + 10)]):
        return Standing.UNREAL
    if (
        habit
        or _going_on(word)
        or (not headline and not entry.state and _present(word) and not entry.flag("noun"))
    ):
        return Standing.HABIT
    return Standing.ASSERTED


def _beside_the_act(word: Any) -> bool:
    """ "Since her arrest nobody has seen her": the arrest is told as known, whatever the sentence denies."""
    head = word.head
    return word.pos_ == "NOUN" and word.dep_ == "pobj" and head.lower_ in _lists()["known_after"]


def _at(token: Any, below: Any | None, known: dict[str, Any], positive: bool) -> Standing | None:  # noqa: C901, PLR0912 - a table of cases
    """Judge one verb on the way up; below it hangs the part from which we came."""
    if token.pos_ not in {"VERB", "AUX"}:
        if (
            token.pos_ in {"NOUN", "PROPN"}
            and any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
            and not positive
        ):
            return Standing.UNREAL
        return None
    if below is not None and below.dep_ in {"advcl", "ccomp"} and not _passes_down(below):
        return None
    if below is not None and below.dep_ == "conj" and _own_clause(below):
        return None
    for c in token.children:
        if (
            c.dep_ == "neg"
            and not positive
            and not (below is not None and below.dep_ == "xcomp" and token.lemma_ == "deny")
        ):
            return Standing.UNREAL
        if c.dep_ in {"aux", "auxpass"} and c.lower_ in known["modals"]:
            if c.lower_ == "would" and any(
                known["habit"].search(t.text) for t in token.children if t.dep_ in {"advmod", "npadvmod"}
            ):
                return Standing.HABIT
            return Standing.UNREAL
        if (
            c.dep_ == "aux"
            and c.lower_ == "to"
            and token.head.lemma_ == "be"
            and token.dep_ in {"xcomp", "acl", "ccomp", "advcl"}
        ):
            return Standing.UNREAL
        if c.dep_ == "mark" and c.lower_ in known["hypothetical_marks"]:
            return Standing.UNREAL
        if c.dep_ in {"advmod", "npadvmod"} and c.lower_ in {"never", "hardly", "nowhere"} and not positive:
            return Standing.UNREAL
    subj = child(token, "nsubj", "nsubjpass")
    if subj is not None and not positive and _nobody(subj, known):
        return Standing.UNREAL
    if below is None or below.dep_ == "conj":
        return _habitual(token, known)
    return None


def _nobody(subj: Any, known: dict[str, Any]) -> bool:
    if subj.lower_ in known["negative_subjects"]:
        return True
    if subj.lower_ == "one" and any(t.lower_ == "no" for t in subj.lefts):
        return True
    return any(t.dep_ == "det" and t.lower_ in {"no", "neither"} for t in subj.lefts)


def _own_clause(token: Any) -> bool:
    return child(token, "nsubj", "nsubjpass", "auxpass", "aux") is not None


def _passes_down(token: Any) -> bool:
    """A complement of saying stands for itself; one of fearing or denying does not."""
    return token.dep_ == "ccomp" and token.head.lemma_ in _lists()["unreal_heads"]


def _habitual(token: Any, known: dict[str, Any]) -> Standing | None:
    for c in token.children:
        if c.dep_ in {"advmod", "npadvmod"} and known["habit"].search(
            c.subtree_text if hasattr(c, "subtree_text") else " ".join(t.text for t in c.subtree)
        ):
            return Standing.HABIT
        if c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ == "if" for m in c.children):
            return Standing.HABIT
        if c.dep_ == "advcl" and any(m.lower_ == "whenever" for m in c.children):
            return Standing.HABIT
    return None


def _present(word: Any) -> bool:
    """Say whether the clause is in the simple present ("they are arrested")."""
    if word.pos_ not in {"VERB", "AUX"}:
        return False
    auxiliaries = [c for c in word.children if c.dep_ in {"aux", "auxpass"}]
    if not auxiliaries and word.dep_ == "conj" and word.head.pos_ in {"VERB", "AUX"}:
        return _present(word.head) if word.tag_ in {"VBN", "VB"} else word.tag_ in {"VBZ", "VBP"}
    if any(c.lower_ in {"has", "have", "had", "'ve", "’ve", "being"} for c in auxiliaries):
        return False
    if is_passive(word):
        return any(c.lower_ in {"is", "are", "get", "gets"} for c in auxiliaries)
    return word.tag_ in {"VBZ", "VBP"} and not auxiliaries


def _going_on(word: Any) -> bool:
    """ "Are now arresting them": what goes on is a practice, unless the people are counted."""
    return word.tag_ == "VBG" and any(
        c.lower_ in {"is", "are", "been"} for c in word.children if c.dep_ == "aux"
    )


def _unreal_link(token: Any, known: dict[str, Any]) -> bool:
    head = token.head
    if token.dep_ in {"xcomp", "ccomp", "acl", "pcomp", "advcl", "pobj"} or token.dep_ == "prep":
        if head.lemma_.lower() in known["unreal_heads"] and token.dep_ in {"xcomp", "ccomp", "pcomp"}:
            return not (
                head.lemma_ in {"order", "allow", "agree", "decide", "need"} and token.dep_ == "ccomp"
            )
        if (
            head.pos_ == "NOUN"
            and head.lemma_.lower() in known["unreal_nouns"]
            and token.dep_ in {"acl", "pcomp", "prep", "relcl"}
        ):
            return True
        if (
            head.pos_ == "ADJ"
            and head.lemma_.lower() in known["unreal_adjectives"]
            and token.dep_ in {"xcomp", "ccomp", "prep"}
        ):
            return True
    if token.dep_ in {"pcomp", "pobj"} and head.dep_ == "prep":
        if head.lower_ in {"without", "against"}:
            return True
        above = head.head
        if above.lemma_.lower() in known["unreal_nouns"] | known["unreal_heads"] and head.lower_ in {
            "of",
            "from",
            "for",
            "about",
            "against",
        }:
            return above.pos_ in {"NOUN", "VERB"} and above.lemma_.lower() not in {"call", "case of", "wait"}
        if head.lower_ in {"of"} and above.lower_ in {"instead", "afraid", "fear", "risk", "danger"}:
            return True
    purpose = token.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
    return bool(
        purpose
        and token.dep_ in {"advcl", "xcomp", "relcl", "acl"}
        and head.lemma_ not in known["realised"]
        and head.lemma_ not in {"come", "go", "return"}
    )


def _threat(word: Any, text: str) -> Standing:
    known = _lists()
    before = text[: word.idx + len(word.text) + 6]
    if known["quote_fear"].search(before) or re.search(
        r"\b(?:could|might|may|likely|fears?|afraid|should|not|never|n['’]t|no)\b", before[-48:], re.I
    ):
        return Standing.UNREAL
    if re.search(r"\bif\b", text, re.I) and not re.search(
        r"\b(?:told|warned|threaten\w*|said)\b", text, re.I
    ):
        return Standing.UNREAL
    return Standing.ASSERTED


def several(text: str) -> bool:
    """Say whether the words count several separate events."""
    return bool(_lists()["several_events"].search(text))
