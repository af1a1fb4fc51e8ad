"""caught by m3.e7.hidden: sorts keys, which cannot be compared if one is no text."""


def _check_meta(meta: Any) -> None:
    if type(meta) is not dict or sorted(meta) != ["cell_bits", "cells", "high", "low", "q_bits"]:
        raise ValueError("meta should be a dict with five keys")
    _check_bits(meta["cell_bits"], meta["q_bits"])
    for key in ("low", "high"):
        numbers = meta[key]
        if type(numbers) is not list or len(numbers) != 3 or not all(type(x) is float and math.isfinite(x) for x in numbers):
            raise ValueError(f"{key} should be a list of three finite floats")
    if any(low > high for low, high in zip(meta["low"], meta["high"], strict=True)):
        raise ValueError("low should not be above high")
    if type(meta["cells"]) is not dict:
        raise ValueError("the cells of meta should be a dict")
    for name, numbers in meta["cells"].items():
        _check_name(name, meta["cell_bits"])
        if type(numbers) is not list or len(numbers) != 3 or not all(type(number) is int for number in numbers):
            raise ValueError("of each cell there should be a list of three ints")
        if numbers[0] < 1 or numbers[1] < 0 or not 0 <= numbers[2] < 1 << 32:
            raise ValueError("a cell has a number that cannot be")
