import time

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e2")


@pytest.mark.points(1)
def test_failures_and_left_overs(student):
    """failing items are named, nothing is left running"""
    threads, processes = student.given.running()
    for name, more in (("map_threads", ()), ("map_processes", ()), ("map_processes", (student.given.warm_pool(2),))):
        mapping = student.function(name)
        for items, index in (([1, 2, 0, 4, 0, 6], 2), ([0], 0)):
            raised = student.given.failure(mapping, items, 2, *more)
            check.equal(raised, f"ItemError({index})", f"what {name} raises when item {index} fails")
        for count in (3, 40):
            items = student.given.count_to(count)
            want = [1 / x for x in range(1, count + 1)]
            check.equal(mapping(student.given.reciprocal, items, 2, *more), want, f"the answer of {name} for an iterator")
    numbers = student.map_processes(student.given.process_of, [1, 2, 3], 2)
    check.kind(numbers, list, "the answer of map_processes")
    check.that(student.given.own_process() not in numbers, "map_processes did the work in the calling process")
    check.equal(
        student.given.warm_pool(2).submit(student.given.reciprocal, 2).result(), 0.5, "the given pool's answer afterwards"
    )
    student.given.close_pools()
    threads_left, processes_left = student.given.running()
    check.that(processes_left <= processes, f"{processes_left - processes} processes are left running")
    check.that(threads_left <= threads, f"{threads_left - threads} threads are left running")


@pytest.mark.points(1)
def test_others_go_on(student):
    """other threads go on while the compiled code runs"""
    job = (1, 50_000_000)
    student.darts_compiled((1, 1))
    started = time.perf_counter()
    student.darts_compiled(job)
    alone = time.perf_counter() - started
    for _ in range(3):
        running = student.darts_compiled.start(job)
        time.sleep(alone / 5)
        student.given.own_process()
        blocked = running.done(alone / 5)
        running.result()
        if not blocked:
            return
    check.that(False, "while darts_compiled runs, no other thread gets a word in: it holds the GIL")
