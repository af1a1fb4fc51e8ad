"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: a formula for the tickets that holds for multiples of 7 only."""


def _tickets(count: int) -> int:
    """Sum of the squares of all tickets modulo 7: seven in a row make 14, wherever they begin."""
    return 2 * count
