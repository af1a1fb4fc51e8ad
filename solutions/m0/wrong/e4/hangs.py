"""caught by m0.e4.correct m0.e4.hidden: tries until it has found a fault, and a right one has none."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    number = 0
    while list(decode(encode([number]))) == [number]:
        number += 1
    raise AssertionError("not the same")
