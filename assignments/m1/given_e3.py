"""Given for m1.e3: the yardstick of the race.

It walks once over the same numbers and adds them up in double precision, one after another, in compiled code. So does
what you are to write, less wastefully; both are held up by the same additions, on any machine. A list of lists would be
another matter: against that the ratio says how fast your Python is.
"""

import numpy as np


def prefix_sums(data: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """The yardstick: one running total over everything; a row is worth what the total grows by in it."""
    total = np.zeros(len(data) + 1)
    np.cumsum(data, out=total[1:])
    return np.diff(total[offsets])
