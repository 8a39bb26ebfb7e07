"""Periods in which more is reported than their past lets expect.

`series.read_series` reads counts; `farrington`, `flexible`, `ears` and `combined` test each period,
`bursts` finds stretches, `changepoint` the place of a change, `scan` places and periods at once."""
