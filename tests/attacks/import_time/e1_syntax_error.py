"""A syntax error.

correct: fail 0 | e1_target.py line 8
hidden: fail 0 | line 8
"""


def double(x) return 2 * x
