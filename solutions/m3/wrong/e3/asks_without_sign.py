"""caught by m3.e3.correct m3.e3.hidden: compares the numbers, not their sizes."""


@njit
def _add(total, number):
    new = total + number
    if total >= number:
        return new, (total - new) + number
    return new, (number - new) + total
