"""Speed and memory, measured side by side with named peers; never part of a test."""
