"""caught by m5.e7.hidden: makes room for as many numbers as a block has keys, however few keys there are."""

_of_any_block = attention


def attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray, block: int) -> np.ndarray:
    scores = np.empty(max(block, 1), np.float32)
    scores[:1] = 0
    return _of_any_block(Q, K, V, block)
