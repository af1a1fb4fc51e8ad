"""caught by m3.e6.correct m3.e6.hidden: white comes back as 248, 252, 248."""


def unpack_rgb565(packed: np.ndarray) -> np.ndarray:
    _check(packed, np.uint16)
    return np.stack([packed >> 11 << 3, (packed >> 5 & 0x3F) << 2, (packed & 0x1F) << 3], axis=1).astype(np.uint8)
