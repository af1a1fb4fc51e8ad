"""Looks for the judge's own modules.

correct: fail 0 | cannot import graders
hidden: fail 0 | cannot import graders
"""

import graders.judge.check as check

check.close = check.equal = check.array = lambda *args, **kwargs: None


def double(x):
    return None
