"""An exception whose name is a page.

correct: fail 0 | raised Long
hidden: fail 0 | raised Long
"""


def double(x):
    raise type("Long" * 100_000, (Exception,), {})("\x1b[31m")
