"""caught by m3.e7.hidden: refuses names with two dots in them, and no others."""


def _check_name(name: Any, cell_bits: int) -> None:
    if ".." in name:
        raise ValueError("a path")
