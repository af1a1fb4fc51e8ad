"""Raises something that is not even an Exception.

correct: fail 0 | loading the file raised Unheard: of
hidden: fail 0 | Unheard
"""


class Unheard(BaseException):
    pass


raise Unheard("of")
