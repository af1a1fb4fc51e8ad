"""caught by m3.e3.hidden: subnormal numbers become zero."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    bits = np.where(np.abs(_checked(x)) < np.finfo(np.float32).tiny, np.float32(0), x).view(np.uint32)
    odd = (bits >> np.uint32(16)) & np.uint32(1)
    rounded = (bits + np.uint32(0x7FFF) + odd) & np.uint32(0xFFFF0000)
    return np.where(np.isnan(x), np.uint32(0x7FC00000), rounded).view(np.float32)
