"""caught by m0.e4.correct m0.e4.hidden: assumes what next to no example has."""

from hypothesis import assume


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""

    @given(st.lists(st.integers()))
    def holds(values: list[int]) -> None:
        assume(len(values) > 255 and len(set(values)) == 1)
        assert list(decode(encode(list(values)))) == values

    holds()
