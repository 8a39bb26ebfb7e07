"""The desk: a web application for one casebook, on this machine alone, closed by default."""
