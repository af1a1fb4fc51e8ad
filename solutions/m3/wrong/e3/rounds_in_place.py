"""caught by m3.e3.hidden: rounds the array of the caller where it can."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    bits = _checked(x).view(np.uint32) if x.flags.writeable else x.copy().view(np.uint32)
    nan = np.isnan(x)
    bits += np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))
    bits &= np.uint32(0xFFFF0000)
    bits[nan] = 0x7FC00000
    return bits.view(np.float32)
