import pytest

from graders.judge import check, workers

pytestmark = pytest.mark.exercise("m2.e2")


@pytest.mark.points(1)
def test_failures_and_left_overs(student):
    """failing items are named, nothing is left running, as many workers as there should be"""
    threads, processes = student.given.running()
    pool = (student.given.warm_pool(2),)
    student.given.processes_of(*pool)  # they are running now
    slow = student.given.SlowFailures(student.map_threads, student.map_processes)
    # Where processes have to be started for every call, fewer calls.
    for name, more, every in (("map_threads", (), 1), ("map_processes", (), 3), ("map_processes", pool, 1)):
        mapping = student.function(name)
        for items, index in (([1, 2, 0, 4, 0, 6], 2), ([0], 0), ([1] * 101 + [0] * 99, 101)):
            raised = student.given.failure(mapping, items, 2, *more)
            check.equal(raised, f"ItemError({index})", f"what {name} raises when item {index} fails")
        for count in (3, 40):
            items = student.given.count_to(count)
            want = [1 / x for x in range(1, count + 1)]
            check.equal(mapping(student.given.reciprocal, items, 2, *more), want, f"the answer of {name} for an iterator")
        for thing, answer, of_item in student.given.odd_things(mapping, 2, *more):
            check.equal(answer, thing, f"what {name} makes of the answer {thing}")
            check.equal(of_item, thing, f"what {name} makes of the item {thing}")
        for want, got in student.given.many_iterables(mapping, every, 2, *more):
            check.equal(got, want, f"what {name} finds in an iterable of other things than numbers")
        for cause, raised in student.given.many_errors(mapping, every, 2, *more):
            check.equal(raised, f"ItemError(2) from {cause}", f"what {name} raises when item 2 is the first that fails")
        for f, index, cause in (
            (student.given.stop_at_two, 2, "StopIteration()"),
            (student.given.fail_late_then_early, 1, "LookupError('item 1')"),
            (student.given.fail_behind_a_slow_one, 2, "LookupError('item 2')"),
        ):
            raised = student.given.fails(mapping, f, 2, *more)
            wanted = f"ItemError({index}) from {cause}"
            check.equal(raised, wanted, f"what {name} raises when item {index} is the first that fails")
        answers = student.given.changed_between(mapping, [1, 2], 4, student.given.reciprocal, 2, *more)
        check.equal(answers, ([1.0, 0.5], [0.25, 0.5]), f"the answers of {name} before and after its list has changed")
    for name, more, rounds in (("map_threads", (), 25), ("map_processes", (), 6), ("map_processes", pool, 15)):
        wrong = student.given.trials(student.function(name), rounds, *more)
        check.that(not wrong, f"{name} {wrong}")
    as_many_threads(student)
    as_many_processes(student)
    raised_by_threads, busy, raised_by_processes, left = slow.method("found")()
    wanted = "ItemError(1) from LookupError('item 1')"
    for name, raised in (("map_threads", raised_by_threads), ("map_processes", raised_by_processes)):
        check.equal(raised, wanted, f"what {name} raises when item 1 fails while others take longer")
    check.that(not busy, "map_threads raised while one of its threads was still at work")
    check.that(left <= 0, f"when an item fails while others take longer, {left} processes are left running")
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
    check.that(student.given.keeps_objects(student.map_threads), "an answer of map_threads is not the object that f returned")
    for count, items in ((1, 4), (3, 12), (5, 20), (3, 4), (4, 5), (6, 9), (7, 15), (4, 2), (5, 1), (40, 41)):
        wanted = min(count, items)
        crowd = student.given.Crowd(wanted)
        what = f"map_threads of {items} items, workers={count}"
        check.equal(student.map_threads(crowd, list(range(items)), count), list(range(items)), f"the answer of {what}")
        met, most, calls = crowd.value("met"), crowd.value("most"), crowd.value("calls")
        check.that(met == wanted, f"{what}: {wanted} threads should be at work, but {met} were")
        check.that(most <= count, f"{what}: {most} threads were at work at the same time")
        check.equal(calls, items, f"how often f was called by {what}")
    # Threads that begin wait for each other; on a busy machine one may nevertheless be done before the next begins.
    few = [(1, 10), (2, 20), (3, 30)], 3
    came = (student.given.watched(student.function("darts_threads"), [*few], 3)["came"] for _ in range(6))
    check.that(any(each >= 3 for each in came), "darts_threads of 3 short jobs, workers=3, should work in 3 other threads")

    def jobs(throws):
        return ([(seed, throws // 16) for seed in range(16)],)

    for count in (1, 5):
        workers.threads(student, "darts_threads", jobs, count, smallest=1 << 20, largest=1 << 26)
    for job in ((0, 7), (2**31 - 1, 100), (2**62, 100)):
        check.equal(student.darts_compiled(job), student.given.darts(job), f"the answer of darts_compiled for {job}")
    check.equal(student.darts_threads([], 2), [], "the answer of darts_threads without jobs")
    one, other = student.given.darts((1, 100)), student.given.darts((2, 200))
    answers = student.given.changed_between(student.darts_threads, [(1, 100)], (2, 200), 2)
    check.equal(answers, ([one], [other]), "the answers of darts_threads before and after its list has changed")


def as_many_processes(student):
    # Each waits for one more where it should be alone, and for the others where it should not.
    for count, items in ((1, 2), (4, 5), (6, 9), (12, 13), (3, 1)):
        wanted = min(count, items)
        guests, patience = (2, 0.15) if count == 1 else (wanted, 3.0)
        found = student.given.meet_in_processes(student.map_processes, items, guests, patience, count)
        what = f"map_processes of {items} items, workers={count}"
        check.that(found["right"], f"the answer of {what} is wrong")
        had = len(found["processes"])
        check.that(student.given.own_process() not in found["processes"], f"{what} did the work in the calling process")
        check.that(had == wanted, f"{what}: {wanted} processes should be at work, but {had} were")
        check.that(found["left"] <= 0, f"{found['left']} processes are left running")
    pool = student.given.warm_pool(3)
    found = student.given.meet_in_processes(student.map_processes, 4, 3, 3.0, 3, pool)
    theirs = student.given.processes_of(pool)
    one = student.given.meet_in_processes(student.map_processes, 1, 1, 3.0, 3, pool)
    used = found["processes"] == theirs and set(one["processes"]) <= set(theirs)
    check.that(used, "map_processes did not work in the processes of the pool that it was given")


@pytest.mark.points(1)
def test_others_go_on(student):
    """other threads go on while the compiled code runs"""
    student.darts_compiled((1, 1))
    # Nobody has a turn while the GIL is held, and on a busy machine a thread that asks for one gets it a little later.
    turns = (student.given.turns_of_others(student.darts_compiled, (1, throws)) for throws in (30_000_000, 100_000_000) * 2)
    check.that(any(turns), "while darts_compiled runs, no other thread gets a word in: it holds the GIL")
