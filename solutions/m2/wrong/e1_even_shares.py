"""caught by m2.e1.hidden: breaks items in two, as if the last worker could take half of one."""


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return dispatch * items + work_per_item * items / workers < work_per_item * items
