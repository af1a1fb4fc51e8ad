"""The function has another name.

correct: fail 0 | e1_target.py has nothing called double; there is a Double. Did you mean that?
hidden: fail 0 | nothing called double
"""


def Double(x):
    return 2 * x
