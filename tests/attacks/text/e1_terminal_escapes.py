"""Raises terminal escapes: colours, the title, the cursor.

correct: fail 0 | raised ValueError:
hidden: fail 0 | raised ValueError
"""


def double(x):
    raise ValueError("\x1b[2J\x1b[31mPASSED\x1b]0;pwned\x07\x1b[1;1H\r\b\x9b2J")
