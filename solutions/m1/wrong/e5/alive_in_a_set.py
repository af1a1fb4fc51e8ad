"""caught by m1.e5.correct m1.e5.hidden: a set of weak references counts equal objects once, and takes none without a hash."""


def alive_after_delete(make: Callable[[], list[Any]]) -> int:
    was_on = gc.isenabled()
    gc.disable()
    try:
        watched = weakref.WeakSet(make())
        return len(watched)
    finally:
        gc.collect()
        if was_on:
            gc.enable()
