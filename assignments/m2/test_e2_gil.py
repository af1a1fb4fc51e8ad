import pytest

from graders.judge import check, meters

pytestmark = pytest.mark.exercise("m2.e2")

START = {"serial": 0.0, "threads": 0.0004, "processes": 0.04}


@pytest.mark.points(1)
def test_maps(student):
    """threads and processes: every answer, in order"""
    for name in ("map_threads", "map_processes"):
        mapping = student.function(name)
        check.equal(mapping(student.given.square_late, [0, 1, 2, 3, 4, 5], 3), [0, 1, 4, 9, 16, 25], f"the answer of {name}")
        check.equal(mapping(student.given.square_late, [], 2), [], f"the answer of {name} without items")


@pytest.mark.points(1)
def test_compiled(student):
    """compiled darts, one job and many"""
    jobs = [(seed, 100 * seed) for seed in range(10)] + [(0, 0), (2**31 + 5, 1000), (2**40, 333), (12345, 100_000)]
    want = [student.given.darts(job) for job in jobs]
    check.equal([student.darts_compiled(job) for job in jobs], want, "the answers of darts_compiled")
    for workers in (1, 3):
        check.equal(student.darts_threads(jobs, workers), want, f"the answer with workers={workers}")


@pytest.mark.points(1)
def test_choose(student):
    """which one pays"""
    for work in ("python", "compiled", "waiting"):
        speedup = {"serial": 1, "threads": 1 if work == "python" else 2, "processes": 2}
        for seconds in (0.0, 1e-5, 7e-4, 8e-4, 1e-3, 0.03, 0.07, 0.08, 0.1, 10.0):
            check.equal(student.choose(work, seconds), min(START, key=lambda how: seconds / speedup[how] + START[how]))


@pytest.mark.perf(steps={1.25: 2, 1.4: 3}, clock="wall")
def test_race_of_threads(student, rng):
    """darts_threads, two threads against one"""

    def make():
        return [(int(seed), 800_000) for seed in rng.integers(0, 1 << 30, 16)], 2

    student.race("darts_threads", make, against="one_thread", cores=2)

    def verify(answer, before, _):
        check.kind(answer, list)
        check.equal(len(answer), len(before[0]), "how many answers there are")
        some = int(rng.integers(len(answer)))
        check.equal(answer[some : some + 1], student.given.one_thread(before[0][some : some + 1], 1), "one of the answers")

    meters.threads(student, "darts_threads", lambda: make()[:-1], verify=verify)


@pytest.mark.perf(steps={1.3: 2}, clock="wall")
def test_race_of_processes(student, rng):
    """map_processes, two processes against one"""

    def make():
        return [(int(seed), 10_000) for seed in rng.integers(0, 1 << 30, 8)], 2

    try:
        student.race("map_processes", make, against="one_process", cores=2, through="with_warm_pool")
    finally:
        student.given.close_pools()
