"""Seal what must not be read, and let through only what points at nobody."""
