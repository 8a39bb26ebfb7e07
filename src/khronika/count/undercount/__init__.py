"""How many people are on none of the lists: multiple systems estimation that knows when to refuse.

`captures.read_captures` reads a table, `estimate.estimates` answers with every method; `search`
(log-linear models), `dga.dga` (decomposable graphs) and `lcmcr.lcmcr` (latent classes) are the methods by
themselves."""
