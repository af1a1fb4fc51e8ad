"""Takes away builtins that the worker's own loop could need.

correct: fail 0
hidden: fail 0
"""

import builtins

for name in ("len", "type", "isinstance", "list", "tuple", "getattr"):
    setattr(builtins, name, lambda *args, **kwargs: True)


def double(x):
    return 2 * x
