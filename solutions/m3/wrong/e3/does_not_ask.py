"""caught by m3.e3.correct m3.e3.hidden: never asks whether the element is larger than the total."""


@njit
def _add(total, number):
    new = total + number
    return new, (total - new) + number
