"""Tell what a sentence asserts from what it plans, fears, denies, asks or supposes.

"She was never reported or arrested" tells of no arrest; "if they show the slightest sign they are
arrested at once" tells of a practice. The languages decide by their own words; this is what they answer.
"""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """How a clause stands to the facts."""

    ASSERTED = "asserted"
    HABIT = "habit"
    UNREAL = "unreal"
