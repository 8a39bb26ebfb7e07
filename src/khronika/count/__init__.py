"""Count what is on record, and say what the counts cannot bear.

`tables` and `trends` count incidents as certain, possible and expected; `delay` says how many are still
to be reported; `spikes` finds what stands out and `watch` what changed; `undercount` estimates how many
nobody reported, or refuses. Everything takes and returns plain values: counted acts, numpy arrays, frozen
rows."""
