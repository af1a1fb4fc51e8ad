"""caught by m0.e7.speed: right, one network after the other."""


def forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What P networks answer: a product of matrices for all of them at once, twice."""
    hidden = np.array([W @ v for W, v in zip(W1, x, strict=True)]).reshape(b1.shape).astype(np.float32)
    hidden += b1
    np.maximum(hidden, 0, out=hidden)
    answers = np.array([W @ v for W, v in zip(W2, hidden, strict=True)]).reshape(b2.shape).astype(np.float32)
    answers += b2
    return np.tanh(answers, out=answers)
