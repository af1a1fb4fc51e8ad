"""caught by m0.e4.hidden: never gives decode pairs that encode would not make."""

from collections.abc import Callable, Sequence
from itertools import groupby

from hypothesis import example, given
from hypothesis import strategies as st

Values = Sequence[int]
Pairs = Sequence[Sequence[int]]


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    runs = st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([1, 1, 2, 3, 254, 255, 256, 300, 510, 511])), max_size=5)

    @given(runs, st.sampled_from([list, tuple]))
    @example([], list)
    @example([(7, 600)], tuple)
    @example([(2, 255), (-1, 256), (2, 1)], list)
    def holds(runs: list[tuple[int, int]], kind: Callable[..., Values]) -> None:
        values = kind(value for value, count in runs for _ in range(count))
        before = list(values)
        pairs = encode(values)
        assert list(values) == before, "encode changes what it is given"
        kept = [tuple(pair) for pair in pairs]
        assert list(decode(pairs)) == before
        assert [tuple(pair) for pair in pairs] == kept, "decode changes what it is given"
        assert all(1 <= count <= 255 for _, count in kept)
        assert len(kept) == sum(-(-len(list(run)) // 255) for _, run in groupby(before))

    holds()
