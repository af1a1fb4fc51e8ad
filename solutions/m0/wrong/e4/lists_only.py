"""caught by m0.e4.correct m0.e4.hidden: takes a tuple for another answer than a list."""


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not."""
    runs = st.lists(st.tuples(st.integers(-3, 3), st.sampled_from([1, 1, 2, 3, 254, 255, 256, 300, 510, 511])), max_size=5)

    @given(runs)
    @example([])
    @example([(7, 600)])
    @example([(2, 255), (-1, 256), (2, 1)])
    def holds(runs: list[tuple[int, int]]) -> None:
        values = [value for value, count in runs for _ in range(count)]
        before = list(values)
        pairs = encode(values)
        assert values == before, "encode changes what it is given"
        kept = [tuple(pair) for pair in pairs]
        assert decode(pairs) == before
        assert [tuple(pair) for pair in pairs] == kept, "decode changes what it is given"
        assert all(1 <= count <= 255 for _, count in kept)
        assert len(kept) == sum(-(-len(list(run)) // 255) for _, run in groupby(before))

    holds()

    @given(st.lists(st.tuples(st.integers(), st.integers(1, 255)), max_size=5))
    def decodes(pairs: list[tuple[int, int]]) -> None:
        before = list(pairs)
        assert list(decode(pairs)) == [value for value, count in before for _ in range(count)]
        assert pairs == before

    decodes()
