"""An exception whose text cannot be made.

correct: fail 0 | raised Awkward
hidden: fail 0 | raised Awkward
"""


class Awkward(Exception):
    def __str__(self):
        raise SystemExit(0)


def double(x):
    raise Awkward
