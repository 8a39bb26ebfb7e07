"""Where: as written, and as finely as the report says, never finer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as written, its province in English and its country (ISO 3166 alpha-2)."""

    name: str
    admin1: str | None = None
    country: str | None = None

    def __str__(self) -> str:
        known = [part for part in (self.admin1, self.country) if part]
        return ", ".join(known) or self.name
