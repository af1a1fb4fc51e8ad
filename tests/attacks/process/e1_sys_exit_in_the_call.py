"""The polite version.

correct: fail 0 | called sys.exit before giving a result; return the answer instead
hidden: fail 0 | called sys.exit
"""

import sys


def double(x):
    sys.exit(0)
