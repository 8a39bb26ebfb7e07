"""The tables. Values of the record are kept as their JSON; columns beside it are for finding.

Judgements, ledger and custody entries are append-only: the database itself refuses to change them
(see the triggers in the first migration).
"""

from django.contrib.auth.models import AbstractUser
from django.db import models

from khronika.vocabularies import terms


class Member(AbstractUser):
    """Someone who works in this casebook. `pseudonym` is all that the custody log says of them."""

    pseudonym = models.CharField(max_length=24, unique=True)
    role = models.CharField(
        max_length=16, choices=[(t.key, t.label) for t in terms("roles")], default="reader"
    )

    class Meta:
        ordering = ["username"]


class OriginalRow(models.Model):
    """A file as received; its bytes are in originals/, encrypted."""

    digest = models.CharField(max_length=64, primary_key=True)
    sealed_digest = models.CharField(max_length=64)
    name = models.TextField()
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    received = models.DateTimeField()
    received_by = models.CharField(max_length=24)
    tool = models.CharField(max_length=40)


class StepRow(models.Model):
    """How far an original has come: one row per finished or failed step."""

    original = models.ForeignKey(OriginalRow, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=16)
    done = models.BooleanField()
    sentence = models.TextField(blank=True)
    version = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["original", "step"], name="one_state_per_step")]


class UnpackedRow(models.Model):
    """Where an original lay: in which container, under which label, captured from where and when."""

    container = models.ForeignKey(OriginalRow, on_delete=models.CASCADE, related_name="unpacked")
    original = models.ForeignKey(OriginalRow, on_delete=models.CASCADE, related_name="lay_in")
    name = models.TextField()
    url = models.TextField(blank=True)
    captured = models.DateTimeField(null=True)
    version = models.CharField(max_length=40)

    class Meta:
        ordering = ["container_id", "id"]
        constraints = [models.UniqueConstraint(fields=["container", "name"], name="one_item_per_name")]


class ReportRow(models.Model):
    """An original read. `body` is the report's JSON without its text."""

    id = models.CharField(max_length=80, primary_key=True)
    original = models.OneToOneField(OriginalRow, on_delete=models.CASCADE, related_name="report")
    lang = models.CharField(max_length=8, null=True)
    published = models.DateField(null=True, db_index=True)
    text = models.TextField()
    body = models.JSONField()
    spots = models.BinaryField(default=b"")
    """Where the text stands in the original: the JSON of the spots, deflated."""


class ClaimRow(models.Model):
    """A claim as the coder proposed it; never changed by people."""

    id = models.CharField(max_length=40, primary_key=True)
    report = models.ForeignKey(ReportRow, on_delete=models.CASCADE, related_name="claims")
    act = models.CharField(max_length=32, db_index=True)
    specificity = models.CharField(max_length=16)
    start = models.IntegerField()
    body = models.JSONField()

    class Meta:
        ordering = ["report_id", "start", "id"]


class LinkRow(models.Model):
    """A link between two reports (copy_of, excerpt_of, …) or two claims, with its reasons."""

    kind = models.CharField(max_length=32)
    left = models.CharField(max_length=80, db_index=True)
    right = models.CharField(max_length=80, db_index=True)
    score = models.FloatField()
    reasons = models.JSONField()


class IncidentRow(models.Model):
    """Claims that tell of one happening; `body` holds the reconciled values for display."""

    id = models.CharField(max_length=40, primary_key=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    body = models.JSONField()
    claims = models.ManyToManyField(ClaimRow, related_name="incidents")

    class Meta:
        ordering = ["-last", "id"]


class JudgementRow(models.Model):
    """What a reviewer said of a claim. Append-only.

    The claim is named, not referenced: a judgement outlives a claim that a newer coder no longer makes.
    """

    id = models.CharField(max_length=40, primary_key=True)
    claim_id = models.CharField(max_length=40, db_index=True)
    reviewer = models.ForeignKey(Member, on_delete=models.PROTECT)
    verdict = models.CharField(max_length=16)
    reason = models.TextField(blank=True)
    corrections = models.JSONField(default=list)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    at = models.DateTimeField()
    order = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["order"]


class LinkJudgementRow(models.Model):
    """What a reviewer said of two sides: one incident or not, a copy or not. Append-only.

    Claims and reports are named, not referenced: a judgement outlives what a newer coder no longer makes.
    """

    id = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=16)
    verdict = models.CharField(max_length=16)
    left = models.JSONField(default=list)
    right = models.JSONField(default=list)
    reviewer = models.ForeignKey(Member, on_delete=models.PROTECT)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    at = models.DateTimeField()
    order = models.BigIntegerField(unique=True)

    class Meta:
        ordering = ["order"]


class PersonRow(models.Model):
    """A role holder; the identity is an age file that only a custodian's key opens."""

    id = models.CharField(max_length=40, primary_key=True)
    role = models.CharField(max_length=16)
    sealed = models.BinaryField()
    incident = models.ForeignKey(IncidentRow, null=True, on_delete=models.SET_NULL, related_name="persons")
    added = models.DateTimeField(auto_now_add=True)


class LedgerRow(models.Model):
    """What happened in the system: who did what to which thing, when. Append-only."""

    at = models.DateTimeField(auto_now_add=True)
    who = models.CharField(max_length=24)
    did = models.CharField(max_length=40)
    target = models.CharField(max_length=100, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]


class CustodyRow(models.Model):
    """One entry of the custody log, byte for byte as its line. `logged` once it is on disk."""

    number = models.BigIntegerField(primary_key=True)
    line = models.TextField()
    logged = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]


class ReleaseRow(models.Model):
    """What left the house, and the manifest that proves it."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=24)
    audience = models.CharField(max_length=32)
    manifest = models.CharField(max_length=64)
    body = models.JSONField()


class SettingRow(models.Model):
    """A setting of the casebook (its format, its secret for sessions, its crowd floor)."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()
