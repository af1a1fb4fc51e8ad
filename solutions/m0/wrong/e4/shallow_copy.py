"""caught by m0.e4.hidden: keeps a copy of the list of pairs, with the same pairs in it."""

from hypothesis import given

Values = Sequence[int]


Pairs = Sequence[Sequence[int]]


value = st.integers(-2, 2) | st.integers()


length = st.integers(1, 5) | st.sampled_from([254, 255, 256, 257, 300, 509, 510, 511, 765, 766, 1000])


runs = st.lists(st.tuples(value, length), max_size=5)


pair = st.tuples(value, st.integers(1, 3) | st.integers(1, 255))


any_pairs = st.lists(pair, max_size=8)


def unpacked(pairs):
    return [value for value, count in pairs for _ in range(count)]


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    @given(runs, st.booleans())
    def encoding(some_runs, as_tuple):
        numbers = unpacked(some_runs)
        values = tuple(numbers) if as_tuple else list(numbers)
        pairs = encode(values)
        assert list(values) == numbers, "encode changes its input"
        pairs_before = list(pairs)
        plain = [tuple(each) for each in pairs]
        assert all(1 <= count <= 255 for _, count in plain), "a count is wrong"
        assert unpacked(plain) == numbers, "the pairs are not these values"
        for _, group in groupby(plain, key=lambda each: each[0]):
            counts = [count for _, count in group]
            assert len(counts) == -(-sum(counts) // 255), "too many pairs"
        assert list(decode(pairs)) == numbers, "there and back"
        assert list(pairs) == pairs_before, "decode changes its input"

    @given(any_pairs, st.booleans(), st.booleans())
    def decoding(plain, as_tuple, of_tuples):
        pairs = [tuple(each) if of_tuples else list(each) for each in plain]
        if as_tuple:
            pairs = tuple(pairs)
        before = list(pairs)
        assert list(decode(pairs)) == unpacked(plain), "decode is wrong"
        assert list(pairs) == before, "decode changes its input"

    encoding()
    decoding()
