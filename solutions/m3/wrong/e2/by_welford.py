"""caught by m3.e2.speed m3.e2.hidden: the yardstick itself, whose mean falls behind where numbers come in order."""

from given_e2 import welford

_variance = welford
