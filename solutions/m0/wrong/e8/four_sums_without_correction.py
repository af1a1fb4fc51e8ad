"""caught by m0.e8.correct m0.e8.speed m0.e8.hidden: breaks the chain and drops the correction."""


@njit
def dot(a: np.ndarray, b: np.ndarray) -> float:
    """Four sums without a correction, and the rest."""
    s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
    whole = len(a) // 4 * 4
    for i in range(0, whole, 4):
        s0 += a[i] * b[i]
        s1 += a[i + 1] * b[i + 1]
        s2 += a[i + 2] * b[i + 2]
        s3 += a[i + 3] * b[i + 3]
    for i in range(whole, len(a)):
        s0 += a[i] * b[i]
    return (s0 + s1) + (s2 + s3)
