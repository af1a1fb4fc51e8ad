"""A module that has every name anybody asks for.

correct: fail 0
hidden: fail 0
"""


def __getattr__(name):
    return lambda *args: name
