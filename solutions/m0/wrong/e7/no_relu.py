"""caught by m0.e7.correct m0.e7.speed m0.e7.hidden: nothing between the two layers."""


def forward(W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What P networks answer: a product of matrices for all of them at once, twice."""
    hidden = np.matmul(W1, x[:, :, None])[:, :, 0]
    hidden += b1
    answers = np.matmul(W2, hidden[:, :, None])[:, :, 0]
    answers += b2
    return np.tanh(answers, out=answers)
