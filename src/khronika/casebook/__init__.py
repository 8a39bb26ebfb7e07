"""The only place where the order of the steps is written and where anything is stored."""

from khronika.casebook.casebook import Casebook, create_casebook, open_casebook

__all__ = ["Casebook", "create_casebook", "open_casebook"]
