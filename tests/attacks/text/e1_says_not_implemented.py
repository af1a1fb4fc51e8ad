"""Pretends that it was not started: that is its own loss.

correct: todo 0 | not started
hidden: todo 0 | not started
"""


def double(x):
    raise NotImplementedError(x)
