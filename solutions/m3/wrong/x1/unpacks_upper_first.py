"""caught by m3.x1.correct m3.x1.hidden: unpacks the upper half first."""


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The lower halves of all bytes of a group, then the upper ones, times the scale."""
    _take_packed(packed, scales)
    bytes_ = packed.reshape(*scales.shape, HALF)
    stored = np.concatenate([bytes_ >> 4, bytes_ & 15], axis=2).astype(np.float32)
    return ((stored - 8) * scales[:, :, None]).reshape(len(packed), 2 * packed.shape[1])
