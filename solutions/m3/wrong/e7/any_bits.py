"""caught by m3.e7.hidden: bits outside their range are not refused."""


def _check_bits(cell_bits: Any, q_bits: Any) -> None:
    pass
