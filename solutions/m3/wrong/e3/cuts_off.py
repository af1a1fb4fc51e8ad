"""caught by m3.e3.correct m3.e3.hidden: cuts the lower half off, and does not round."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    return (_checked(x).view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
