"""Role holders whose identity is sealed: without a custodian's key they are a role, nothing more."""

from dataclasses import dataclass

from khronika.record.ids import IncidentId, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A victim, source, relative or perpetrator. `sealed` is an age file; only custodians open it."""

    id: PersonId
    role: str
    sealed: bytes
    incident: IncidentId | None = None
