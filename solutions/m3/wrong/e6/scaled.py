"""caught by m3.e6.hidden: scales 31 to 255 and rounds, which is nearly the bits once more."""


def unpack_rgb565(packed: np.ndarray) -> np.ndarray:
    _check(packed, np.uint16)
    parts = packed >> 11, packed >> 5 & 0x3F, packed & 0x1F
    return np.stack([np.rint(each * (255 / most)) for each, most in zip(parts, (31, 63, 31), strict=True)], axis=1).astype(
        np.uint8
    )
