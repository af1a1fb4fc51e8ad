"""caught by m3.e7.hidden: a name is all right if it is no path; what number it is does not matter."""


def _check_name(name: Any, cell_bits: int) -> None:
    if not name or Path(name).name != name or "\\" in name:
        raise ValueError("a path")
