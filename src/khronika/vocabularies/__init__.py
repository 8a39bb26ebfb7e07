"""The words that the record may use: one YAML list per file, checked when loaded."""

from khronika.vocabularies.terms import Term, check_term, terms

__all__ = ["Term", "check_term", "terms"]
