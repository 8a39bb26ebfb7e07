"""Keep originals byte for byte, with a log that shows who did what to them."""
