"""caught by m3.e3.hidden: the bits of some NaN are counted up past the end, or to infinity."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    bits = _checked(x).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    return ((bits + np.uint32(0x7FFF) + odd) & np.uint32(0xFFFF0000)).view(np.float32)
