"""caught by m2.e1.hidden: compares what is saved per item, whose fraction is rounded, so that a tie may seem to pay."""


def break_even(work_per_item: float, items: int, dispatch: float, workers: int) -> bool:
    """Whether handing the items to workers is faster than doing them in a loop."""
    return items > 0 and dispatch < work_per_item * (1 - math.ceil(items / workers) / items)
