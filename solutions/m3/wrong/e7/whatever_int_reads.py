"""caught by m3.e7.hidden: a name is all right if int reads it, and that is lenient about blanks, signs, zeros and capitals."""


def _check_name(name: Any, cell_bits: int) -> None:
    if type(name) is not str or not 0 <= int(name, 16) < 1 << 3 * cell_bits:
        raise ValueError("no cell")
