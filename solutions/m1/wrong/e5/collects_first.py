"""caught by m1.e5.correct m1.e5.hidden: has the collector clean up before it counts."""


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    gc.disable()
    watched = [weakref.ref(each) for each in make()]
    gc.collect()
    gc.enable()
    return sum(reference() is not None for reference in watched)
