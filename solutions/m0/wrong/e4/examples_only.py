"""caught by m0.e4.correct m0.e4.hidden: a few short examples: nothing happens at 255."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    for values in ([], [1], [1, 1, 2], [-1, 2, -1]):
        pairs = encode(list(values))
        assert list(decode(pairs)) == values
        assert len(pairs) == len(list(groupby(values)))
