"""English: words as data, and a reader over spaCy's dependency parse."""
