"""caught by m2.e1.correct m2.e1.hidden: forgets the items that are left over when all workers have equally many."""


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return dispatch * items + work_per_item * (items // workers) < work_per_item * items
