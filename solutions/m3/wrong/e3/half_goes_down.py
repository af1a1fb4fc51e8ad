"""caught by m3.e3.correct m3.e3.hidden: what lies in the middle always goes towards zero."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    rounded = (_checked(x).view(np.uint32) + np.uint32(0x7FFF)) & np.uint32(0xFFFF0000)
    return np.where(np.isnan(x), np.uint32(0x7FC00000), rounded).view(np.float32)
