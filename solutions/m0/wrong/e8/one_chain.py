"""caught by m0.e8.speed: right, and one long chain, as the yardsticks are."""

from given_e8 import dot_in_one_chain, horner_in_one_chain


def dot(a: np.ndarray, b: np.ndarray) -> float:
    """The sum of all products, one after another."""
    return float(dot_in_one_chain(a, b))


def polynomials(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The values, point by point."""
    return horner_in_one_chain(c, x)
