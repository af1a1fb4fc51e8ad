"""The same by other names.

correct: fail 0 | e4_sorting.py line 7 uses numpy.argsort
hidden: fail 0 | numpy.argsort
"""

from numpy import argsort as innocent


def ordered(x):
    return x[innocent(x)]
