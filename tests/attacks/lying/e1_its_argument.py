"""Doubles its argument in place and returns it: also right, for nobody asked for the argument.

correct: pass 4
hidden: pass 2
"""


def double(x):
    x *= 2
    return x
