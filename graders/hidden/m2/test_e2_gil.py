import time

import pytest

from graders.judge import check, workers

pytestmark = pytest.mark.exercise("m2.e2")


@pytest.mark.points(1)
def test_failures_and_left_overs(student):
    """failing items are named, nothing is left running, as many workers as there should be"""
    threads, processes = student.given.running()
    for name, more in (("map_threads", ()), ("map_processes", ()), ("map_processes", (student.given.warm_pool(2),))):
        mapping = student.function(name)
        for items, index in (([1, 2, 0, 4, 0, 6], 2), ([0], 0), ([1] * 101 + [0] * 99, 101)):
            raised = student.given.failure(mapping, items, 2, *more)
            check.equal(raised, f"ItemError({index})", f"what {name} raises when item {index} fails")
        for count in (3, 40):
            items = student.given.count_to(count)
            want = [1 / x for x in range(1, count + 1)]
            check.equal(mapping(student.given.reciprocal, items, 2, *more), want, f"the answer of {name} for an iterator")
        check.equal(
            student.given.odd_things(mapping, 2, *more),
            ["None", "False", "0", "''", "ValueError('an answer like any other')", "StopIteration()"],
            f"what {name} makes of answers that are no numbers",
        )
        for f, index, cause in (
            (student.given.stop_at_two, 2, "StopIteration()"),
            (student.given.fail_late_then_early, 1, "LookupError('item 1')"),
        ):
            raised = student.given.fails(mapping, f, 2, *more)
            wanted = f"ItemError({index}) from {cause}"
            check.equal(raised, wanted, f"what {name} raises when item {index} is the first that fails")
        answers = student.given.changed_between(mapping, [1, 2], 4, student.given.reciprocal, 2, *more)
        check.equal(answers, ([1.0, 0.5], [0.25, 0.5]), f"the answers of {name} before and after its list has changed")
    as_many_threads(student)
    as_many_processes(student)
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


def as_many_threads(student):
    for count in (1, 3, 5):
        crowd = student.given.Crowd(count)
        check.equal(student.map_threads(crowd, list(range(4 * count)), count), list(range(4 * count)))
        met, most = crowd.value("met"), crowd.value("most")
        check.that(met == count, f"map_threads(…, workers={count}) should have {count} threads at work, but had {met}")
        check.that(most <= count, f"map_threads(…, workers={count}) had {most} threads at work at the same time")
    raised, busy = student.given.still_at_work(student.map_threads)
    check.equal(raised, "ItemError(0)", "what map_threads raises when item 0 fails while another thread is at item 1")
    check.that(not busy, "map_threads raised while one of its threads was still at work")

    def jobs(throws):
        return ([(seed, throws // 20) for seed in range(20)],)

    for count in (1, 5):
        workers.threads(student, "darts_threads", jobs, count, smallest=1 << 20, largest=1 << 26)
    check.equal(student.darts_threads([], 2), [], "the answer of darts_threads without jobs")
    one, other = student.given.darts((1, 100)), student.given.darts((2, 200))
    answers = student.given.changed_between(student.darts_threads, [(1, 100)], (2, 200), 2)
    check.equal(answers, ([one], [other]), "the answers of darts_threads before and after its list has changed")


def as_many_processes(student):
    # Each waits for one more where it should be alone, and for the others where it should not.
    for count, guests, patience in ((1, 2, 0.2), (3, 3, 3.0)):
        found = student.given.meet_in_processes(student.map_processes, 2 * count, guests, patience, count)
        check.that(found["right"], f"the answer of map_processes with workers={count} is wrong")
        had = len(found["processes"])
        check.that(had == count, f"map_processes(…, workers={count}) worked in {had} processes")
        check.that(found["left"] <= 0, f"{found['left']} processes are left running")
    pool = student.given.warm_pool(2)
    found = student.given.meet_in_processes(student.map_processes, 4, 2, 3.0, 2, pool)
    theirs = student.given.processes_of(pool)
    check.that(found["processes"] == theirs, "map_processes did not work in the processes of the pool that it was given")


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
