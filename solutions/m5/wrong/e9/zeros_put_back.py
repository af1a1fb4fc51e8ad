"""caught by m5.e9.speed: few bytes, and predict puts the units that are gone back to where they were, as zeros."""


def predict(small: bytes, x: np.ndarray) -> np.ndarray:
    """Unpack, and run through fewer columns."""
    if not isinstance(small, bytes):
        raise TypeError("a small network is bytes")
    _check(x)
    head, _, rest = small.partition(b"\n")
    shapes = json.loads(head)
    if len(rest) != sum(8 * shape[-1] + (len(shape) == 2) * math.prod(shape) for shape in shapes if shape):
        raise ValueError("the end of the small network is missing")
    at, many = 0, 1
    for shape in shapes:
        if not shape:
            x = np.maximum(x, 0)
            continue
        n = shape[-1]
        factor, shift = np.frombuffer(rest, "<f4", 2 * n, at).reshape(2, n)
        at += 8 * n
        if len(shape) == 2:
            times = 1 if shape is shapes[-1] else 4
            W = np.zeros((shape[0] * many, n * times), np.float32)
            W[: shape[0], :n] = np.frombuffer(rest, np.int8, shape[0] * n, at).reshape(shape) * factor
            shift, many, x = np.r_[shift, np.zeros(n * (times - 1), np.float32)], times, x @ W
            at += shape[0] * n
        elif x.shape[1] == n * many:
            shift = np.r_[shift, np.zeros(n * (many - 1), np.float32)]
            x = x * np.r_[factor, np.zeros(n * (many - 1), np.float32)]
        else:
            raise ValueError("pictures of another width")
        x += shift
    return x.argmax(axis=1)
