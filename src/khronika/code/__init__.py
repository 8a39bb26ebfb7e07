"""Code: turn a report into claims, each value with the exact words on which it rests.

>>> from khronika.code import languages
>>> languages()
('en', 'ko', 'zh')
"""

from khronika.code.coders import Coded, Coder, code_report, coder_for, languages
from khronika.code.dates import DatedExpression, find_dates

__all__ = ["Coded", "Coder", "DatedExpression", "code_report", "coder_for", "find_dates", "languages"]
