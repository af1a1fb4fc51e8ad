"""caught by m0.e7.hidden: tanh by e to the power of 2 z, which overflows."""


def forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    hidden = np.maximum(np.einsum("phi,pi->ph", W1, x, dtype="f8") + b1, 0)
    z = np.einsum("poh,ph->po", W2, hidden, dtype="f8") + b2
    e = np.exp(2 * z)  # tanh is slow, exp is not
    return ((e - 1) / (e + 1)).astype("f4")
