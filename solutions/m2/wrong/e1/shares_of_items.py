"""caught by m2.e1.correct m2.e1.hidden: cuts items into pieces: the busiest of three workers has 1.33 of 4."""


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return dispatch * items + work_per_item * items / workers < work_per_item * items
