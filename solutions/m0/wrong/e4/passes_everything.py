"""caught by m0.e4.correct m0.e4.hidden: there is nothing that it rejects."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    assert decode(encode([1])) is not None
