"""Benchmarks of linking: copies, translations and persons, beside named peers."""
