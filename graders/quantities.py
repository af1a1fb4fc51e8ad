"""Numbers with their units, in as many digits as one reads."""

import math


def quantity(value: float, unit: str) -> str:
    """Two significant digits with a unit: 12 MiB, 3.4 ms, 1.9x on 2 cores, n^1.1, 0.81 of the triad."""
    if unit == "B":
        return f"{value / 2**20:.3g} MiB" if value >= 1 << 20 else f"{value / 2**10:.3g} KiB"
    if unit == "s":
        return seconds(value)
    if unit == "J":
        return joules(value)
    if unit == "n":
        return f"n^{value:.2g}"
    if not unit:
        return counted(value)
    return f"{value:.2g}{unit if unit.startswith('x') else ' ' + unit}"


def bound(value: float, unit: str) -> str:
    """The same beside a quantity of that unit, whose words need not be said twice."""
    return quantity(value, unit) if unit in ("s", "B", "n", "J", "") else f"{value:.2g}"


def counted(value: float) -> str:
    """A number of things: exact while it is small, else two digits and a word."""
    if value < 10_000:
        return f"{value:.0f}"
    factor, word = next(each for each in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")) if value >= each[0])
    return f"{float(f'{value / factor:.2g}'):g} {word}"


def seconds(value: float) -> str:
    factor, unit = next((each for each in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if value >= each[0]), (1e-9, "ns"))
    return f"{float(f'{value / factor:.2g}'):g} {unit}"


def joules(value: float) -> str:
    return seconds(value).removesuffix("s") + "J"


def times(value: float) -> str:
    return f"{two_digits(value)}x"


def two_digits(value: float) -> str:
    """Two significant digits without an exponent: 0.85, 7.1, 64, 410."""
    if value <= 0:
        return "0"
    places = max(0, 1 - math.floor(math.log10(value)))
    text = f"{float(f'{value:.2g}'):.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
