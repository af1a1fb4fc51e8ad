"""caught by m1.e5.hidden: when make raises, nobody turns the collector on again."""


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    was_on = gc.isenabled()
    gc.disable()
    watched = [weakref.ref(each) for each in make()]
    alive = sum(reference() is not None for reference in watched)
    gc.collect()
    if was_on:
        gc.enable()
    return alive
