"""Korean: words as data for the reader by clauses."""
