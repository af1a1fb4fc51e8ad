"""caught by m1.e5.correct m1.e5.hidden: the collector may come along at any time."""


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    watched = [weakref.ref(each) for each in make()]
    alive = sum(reference() is not None for reference in watched)
    gc.collect()
    return alive
