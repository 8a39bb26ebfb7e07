"""Tell a sentence of a report from a line of its masthead."""

import re

from khronika.read.bylines import is_credit
from khronika.read.printed_dates import dates_in


def is_prose(line: str) -> bool:
    """Say whether a line is a sentence of the report, not a masthead, headline or credit.

    >>> is_prose("By Phonsy Keodara-Lindqvist"), is_prose("MEKONG LEDGER")
    (False, False)
    >>> is_prose("Two women were taken from a flat in Yanji on Monday night, a neighbour of theirs said.")
    True
    """
    wide = sum(ord(char) > 0x2E7F for char in line)
    length = len(line) + wide  # one Chinese or Korean character says about as much as two letters
    if length < 60 or (is_credit(line) and length < 200):
        return False
    has_dateline = bool(dates_in(line)) and length < 120 and not re.search(r"[.。다][\"”’」]?$", line)
    ends = bool(re.search(r"[.!?。！？…:：][\"”’'」』)）]*$", line))
    return not has_dateline and (length > 150 or (ends and length >= 70))
