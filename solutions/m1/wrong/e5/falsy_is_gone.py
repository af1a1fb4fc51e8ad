"""caught by m1.e5.correct m1.e5.hidden: counts what is true, but an object that is alive may be false, as an empty list is."""


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    was_on = gc.isenabled()
    gc.disable()
    try:
        watched = [weakref.ref(each) for each in make()]
        return sum(bool(reference()) for reference in watched)
    finally:
        gc.collect()
        if was_on:
            gc.enable()
