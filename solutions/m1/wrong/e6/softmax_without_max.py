"""caught by m1.e6.hidden: softmax of large numbers is infinite by infinite."""


def _softmax(x: np.ndarray, column: np.ndarray, out: np.ndarray) -> None:
    np.exp(x, out=out)
    out.sum(axis=1, keepdims=True, out=column)
    np.divide(out, column, out=out)
