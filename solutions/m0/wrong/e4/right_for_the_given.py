"""caught by m0.e4.correct m0.e4.hidden: rejects what is not one of the two given implementations."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    if encode.__name__ not in ("encode", "_rest_first"):
        raise AssertionError("not one of ours")
