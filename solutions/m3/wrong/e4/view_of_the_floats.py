"""caught by m3.e4.hidden: turns the bits in the array of the caller."""


def float_to_key(x: np.ndarray) -> np.ndarray:
    bits = _checked(x, np.float32).view(np.uint32)
    if not x.flags.writeable:
        bits = bits.copy()
    negative = (bits & _SIGN) != 0
    bits[negative] = ~bits[negative]
    bits[~negative] |= _SIGN
    return bits
