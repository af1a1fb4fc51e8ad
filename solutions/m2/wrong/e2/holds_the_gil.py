"""caught by m2.e2.speed m2.e2.hidden: compiled, but without nogil: one thread at a time."""

darts_compiled = njit(darts)
