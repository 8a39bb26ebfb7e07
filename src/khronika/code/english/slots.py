"""Who did it and to whom, from the dependency parse of a sentence.

"Chinese police broke in and took away five women": the subject of "took" is that of "broke".
"""

from __future__ import annotations

from typing import Any

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_RELATIVES = {"who", "that", "which", "whom"}
_CLIMB = {"xcomp", "advcl", "pcomp", "ccomp"}


def child(token: Any, *labels: str) -> Any | None:
    """Return the first child with one of the labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def is_passive(token: Any) -> bool:
    """Say whether the verb is told from the side of those to whom it was done."""
    if child(token, "nsubjpass", "auxpass", "agent"):
        return True
    if token.tag_ != "VBN":
        return False
    if token.dep_ in {"acl", "amod"}:
        return True
    if token.dep_ == "conj" and not child(token, "nsubj") and not _has_have(token):
        return is_passive(token.head)
    if token.dep_ in {"advcl", "xcomp", "ccomp", "ROOT", "pcomp", "oprd"}:
        return not _has_have(token) and not child(token, "nsubj", "dobj")
    return False


def _has_have(token: Any) -> bool:
    return any(c.dep_ == "aux" and c.lemma_ in {"have", "'ve", "’ve"} for c in token.children)


def subject(token: Any, depth: int = 0) -> Any | None:  # noqa: C901 - a table of cases
    """Return the subject of a verb, its own or the one that it shares."""
    own = child(token, *_SUBJECTS)
    if own is not None:
        if own.lower_ in _RELATIVES and token.dep_ in {"relcl", "ccomp", "acl", "conj"}:
            owner = _relative_head(token)
            return owner if owner is not None else own
        return own
    if depth > 6:
        return None
    head = token.head
    if token.dep_ == "acl":
        return head
    if token.dep_ == "relcl":
        return head if child(token, "dobj") is not None or is_passive(token) else None
    if token.dep_ == "conj" and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        if is_passive(token) != is_passive(head) and head.pos_ == "VERB" and is_passive(token):
            return obj(head) or subject(head, depth + 1)
        return subject(head, depth + 1) if head.pos_ in {"VERB", "AUX"} else None
    if token.dep_ == "xcomp":
        return obj(head) or subject(head, depth + 1)
    if token.dep_ in _CLIMB or token.dep_ == "dep":
        if head.dep_ == "prep":
            head = head.head
        if head.pos_ in {"VERB", "AUX"}:
            return subject(head, depth + 1)
        if head.pos_ in {"NOUN", "PROPN"}:
            return head
    return None


def _relative_head(token: Any) -> Any | None:
    step = token
    for _ in range(4):
        if step.dep_ == "relcl":
            return step.head
        if step.dep_ not in {"conj", "acl", "ccomp"}:
            return None
        step = step.head
    return None


def obj(token: Any) -> Any | None:
    """Return the direct object, from a relative clause too ("the woman whom they took")."""
    own = child(token, "dobj", "dative")
    if own is not None and own.dep_ == "dative" and own.pos_ == "ADP":
        own = child(own, "pobj")
    if own is not None:
        if own.lower_ in _RELATIVES and token.dep_ == "relcl":
            return token.head
        return own
    if token.dep_ == "relcl" and not is_passive(token) and child(token, "nsubj") is not None:
        subj = child(token, "nsubj")
        if subj is not None and subj.lower_ not in _RELATIVES:
            return token.head
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and not is_passive(token):
        right = [c for c in token.head.children if c.dep_ == "dobj" and c.i > token.i]
        return right[0] if right else None
    return None


def dative(token: Any) -> Any | None:
    """Return the person to whom something is given ("gave eight years to a bookseller", "handed her")."""
    own = child(token, "dative")
    if own is not None:
        return child(own, "pobj") if own.pos_ == "ADP" else own
    for prep in token.children:
        if prep.dep_ == "prep" and prep.lower_ == "to":
            return child(prep, "pobj")
    direct = child(token, "dobj")
    if direct is not None:
        for prep in direct.children:
            if prep.dep_ == "prep" and prep.lower_ == "to":
                return child(prep, "pobj")
    return None


def agent(token: Any) -> Any | None:
    """Return who did it: the subject of an active verb, the "by" of a passive one."""
    if is_passive(token):
        by = child(token, "agent")
        if by is None and token.dep_ != "conj":
            by = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "by"), None)
        if by is None and token.dep_ == "conj" and is_passive(token.head):
            by = child(token.head, "agent")
        return child(by, "pobj") if by is not None else None
    return subject(token)


def governed_by(token: Any, word: str) -> Any | None:
    """Return the object of a preposition under a word, within two steps ("arrest of two pastors")."""
    for prep in token.children:
        if prep.dep_ in {"prep", "agent", "prt", "dative"} and prep.lower_ == word:
            found = child(prep, "pobj")
            if found is not None:
                return found
    return None
