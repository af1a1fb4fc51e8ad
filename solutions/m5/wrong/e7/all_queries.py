"""caught by m5.e7.hidden, perhaps m5.e7.correct: all queries meet a block of keys at once."""


def attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> np.ndarray:
    """The answer, for a block of queries and a block of keys at a time."""
    for array in (Q, K, V):
        _check(array)
    if Q.shape[1] != K.shape[1] or len(K) != len(V) or 0 in (*K.shape, V.shape[1]) or block < 1:
        raise ValueError("Q (n, d), K (m, d) and V (m, e) do not fit together, or there is nothing in them")
    rows = _Rows(Q, V.shape[1])
    for begin in range(0, len(K), block):
        rows.add(K[begin : begin + block], V[begin : begin + block])
    return rows.answer()
