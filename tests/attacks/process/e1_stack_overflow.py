"""Overflows the C stack.

correct: fail 0 | crashed (segmentation fault)
hidden: fail 0 | crashed
"""

import sys

sys.setrecursionlimit(10**9)


class Deep:
    def __getattr__(self, name):
        return sorted([0], key=lambda _: getattr(self, name + "x"))


def double(x):
    return Deep().a
