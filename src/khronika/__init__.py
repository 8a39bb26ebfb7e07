"""Khronika turns reports of arrests, detentions and forced returns into a record.

The record is protected (nobody is found through it), corroborated (each value rests
on a quote) and countable (figures are intervals, never guesses).
"""

__version__ = "0.1.0"
