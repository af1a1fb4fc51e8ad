"""caught by m3.e7.correct m3.e7.hidden: no name is looked at, so a cell may be called ../evil."""


def _check_name(name: Any, cell_bits: int) -> None:
    pass
