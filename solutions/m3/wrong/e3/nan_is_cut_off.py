"""caught by m3.e3.hidden: cuts the lower half of a NaN off, and with it what made it one."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    bits = _checked(x).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    rounded = bits + np.uint32(0x7FFF) + odd
    return (np.where(np.isfinite(x), rounded, bits) & np.uint32(0xFFFF0000)).view(np.float32)
