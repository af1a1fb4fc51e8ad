"""caught by m5.x1.correct m5.x1.hidden: three rounds, in which a fault that shows in every ninth call does not show."""

_ROUNDS = 3
