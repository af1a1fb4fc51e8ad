"""Raises text that runs backwards.

correct: fail 0 | raised ValueError:
hidden: fail 0 | raised
"""


def double(x):
    raise ValueError("\u202e6/6 dessap \u2066\u2069\u200b\ufeff\u0000\ud800")
