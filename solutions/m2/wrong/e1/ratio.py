"""caught by m2.e1.hidden: divides one time by the other, and the second may be 0."""


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return work_per_item * items / (dispatch * items + work_per_item * math.ceil(items / workers)) > 1
