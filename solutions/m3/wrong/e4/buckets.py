"""caught by m3.e4.speed: right, with lists of numbers in plain Python."""


def radix_sort(x: np.ndarray, bits: int = 32) -> np.ndarray:
    _checked(x)
    if not 1 <= bits <= 32:
        raise ValueError(f"{bits} bits of 32")
    numbers = x.tolist()
    for shift in range(0, bits, 8):
        mask = (1 << min(8, bits - shift)) - 1
        buckets: list[list[int]] = [[] for _ in range(mask + 1)]
        for number in numbers:
            buckets[number >> shift & mask].append(number)
        numbers = [number for bucket in buckets for number in bucket]
    return np.array(numbers, np.uint32)
