"""caught by m5.e5.hidden: labels pass through int32."""


def _label(label: np.ndarray) -> int:
    if label.dtype.kind not in "iu" or label.ndim or int(label) >= 2**63:
        raise ValueError("a label should be one integer that fits into 64 bits")
    return int(label.astype(np.int32))
