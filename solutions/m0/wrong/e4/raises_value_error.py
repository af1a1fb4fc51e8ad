"""caught by m0.e4.correct m0.e4.hidden: raises ValueError, which rejects nobody."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    for values in ([], [1], [1, 1, 2], [-1] * 600):
        pairs = encode(list(values))
        if list(decode(pairs)) != values or any(not 1 <= count <= 255 for _, count in pairs):
            raise ValueError("not the same")
