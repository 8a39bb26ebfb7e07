"""Chinese, simplified and traditional: words as data for the reader by clauses."""
