"""caught by m2.e8.hidden: sees a circle only where no task at all can start."""


def _in_order(following: list[list[int]], deps: Sequence[Sequence[int]]) -> list[int]:
    """The tasks, every one behind all those it waits for."""
    missing = [len(before) for before in deps]
    order = [task for task, number in enumerate(missing) if not number]
    for task in order:
        for other in following[task]:
            missing[other] -= 1
            if not missing[other]:
                order.append(other)
    if deps and not order:
        raise ValueError("the tasks wait for each other in a circle")
    return order
