"""The words of the vocabularies and of the codebook, marked for translation.

The lists themselves are in `vocabularies/`; a test checks that none of their labels is missing here.
"""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

from khronika.vocabularies import terms

GROUP_LABELS = {
    "act": _("Act"),
    "specificity": _("Incident or pattern"),
    "date": _("When"),
    "place": _("Where"),
    "victims.count": _("How many"),
    "victims.sex": _("Sex"),
    "victims.minors": _("Minors among them"),
    "victims.nationality": _("Nationality"),
    "victims.age": _("Age, as written"),
    "actor": _("By whom"),
    "ground": _("Stated reason"),
    "source": _("According to"),
}
VALUE_LABELS = {
    "date.from": _("First day"),
    "date.to": _("Last day"),
    "place.name": _("Place, as written"),
    "place.admin1": _("Province or state"),
    "place.country": _("Country (two letters)"),
    "victims.min": _("At least"),
    "victims.max": _("At most"),
    "victims.nationality": _("Nationality (two letters)"),
    "source.kind": _("Kind of source"),
    "source.phrase": _("Attribution, as written"),
}
STATE_LABELS = {
    "unseen": _("Not judged"),
    "accepted": _("Accepted"),
    "corrected": _("Corrected"),
    "rejected": _("Rejected"),
    "disputed": _("Disputed"),
    "established": _("Established"),
    "stands": _("Stands"),
}
VERDICT_LABELS = {
    "accept": _("accepted"),
    "correct": _("corrected"),
    "reject": _("rejected"),
    "undo": _("undone"),
}
LINK_LABELS = {
    "same_incident": _("Same incident"),
    "copy_of": _("Copy"),
    "excerpt_of": _("Excerpt"),
    "translation_of": _("Translation"),
    "shares_background_with": _("Shares background"),
    "cites": _("Cites"),
    "maybe_same_incident": _("Perhaps the same incident"),
    "tells": _("Tells"),
}
LINK_STATES = {
    "unseen": _("Not judged"),
    "same": _("The same"),
    "not_same": _("Not the same"),
    "disputed": _("Disputed"),
}
PERSON_ROLES = {
    "victim": _("Victim"),
    "source": _("Source"),
    "relative": _("Relative"),
    "perpetrator": _("Perpetrator"),
    "witness": _("Witness"),
    "helper": _("Helper"),
}
IDENTITY_LABELS = {
    "name": _("Name"),
    "also_known_as": _("Also known as"),
    "birth": _("Born"),
    "contact": _("Contact"),
    "notes": _("Notes"),
}
DEEDS = {
    "read report": _("read a report"),
    "read page": _("read a page"),
    "read claim": _("read a claim"),
    "read incident": _("read an incident"),
    "judged: accept": _("accepted a claim"),
    "judged: correct": _("corrected a claim"),
    "judged: reject": _("rejected a claim"),
    "judged: undo": _("took a judgement back"),
    "judged link: same": _("said that two are the same"),
    "judged link: not_same": _("said that two are not the same"),
    "judged link: undo": _("took a judgement back"),
    "set source rule": _("set the rule of sources"),
    "split keys": _("made shares of the keys"),
    "recovered keys": _("recovered the keys with shares"),
    "added member": _("added a member"),
    "changed role": _("changed a role"),
    "changed password": _("changed a password"),
    "kept member out": _("kept a member out"),
    "let member in": _("let a member in"),
    "sealed identity": _("sealed an identity"),
    "opened identity": _("opened an identity"),
    "failed to open identity": _("failed to open an identity"),
    "signed in": _("signed in"),
    "signed out": _("signed out"),
    "failed to sign in": _("failed to sign in"),
    "released": _("released figures"),
    "received": _("received"),
    "unpacked": _("unpacked"),
    "timestamped": _("dated by an authority"),
    "viewed": _("viewed"),
    "fault": _("the program failed"),
}
TERM_LABELS = (
    _("Arrest"), _("Detention"), _("Raid"), _("Surveillance"), _("Interrogation"), _("Charge"),
    _("Sentence"), _("Ill-treatment"), _("Death"), _("Disappearance"), _("Forced return"),
    _("Threatened return"), _("Release"), _("Exploitation"),
    _("Police"), _("Border guard"), _("Military"), _("State security"), _("Prison"),
    _("Prosecution or court"), _("Broker or trafficker"), _("Employer"), _("Unknown"), _("Other"),
    _("Female"), _("Male"), _("Mixed"),
    _("Unnamed person"), _("Named person"), _("Official"), _("Organisation"), _("Document"),
    _("Not stated"),
    _("Incident"), _("Pattern"),
    _("Reader"), _("Coder"), _("Reviewer"), _("Custodian"), _("Administrator"),
    _("Accept"), _("Correct"), _("Reject"), _("Undo"),
)  # fmt: skip


def term_label(vocabulary: str, key: str | None) -> str:
    """Return the label of a word on a list in the reader's language."""
    label = next((t.label for t in terms(vocabulary) if t.key == key), key or "")
    return gettext(label) if label else ""


def choices(vocabulary: str) -> list[tuple[str, str]]:
    """Return keys and labels for a select box."""
    return [(t.key, gettext(t.label)) for t in terms(vocabulary)]


def yes_or_no(value: str | None) -> str:
    """Return the label of true and false."""
    return {"true": pgettext("answer", "yes"), "false": pgettext("answer", "no")}.get(value or "", "")
