import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e8")


@st.composite
def graphs(draw):
    """Durations, and for every task some of those before it."""
    durations = draw(st.lists(st.integers(1, 9), min_size=1, max_size=10))
    return durations, [
        sorted(draw(st.sets(st.integers(0, task - 1), max_size=3))) if task else [] for task in range(len(durations))
    ]


@pytest.mark.points(1)
@given(graph=graphs(), workers=st.integers(1, 4))
def test_schedule_is_valid(student, graph, workers):
    """a schedule that keeps all the rules"""
    durations, deps = graph
    start, worker = start_and_worker(student.schedule(durations, deps, workers), len(durations), workers)
    end = [begin + duration for begin, duration in zip(start, durations, strict=True)]
    for task, before in enumerate(deps):
        for other in before:
            check.that(start[task] >= end[other], f"task {task} starts before task {other} has ended", *told(start, worker))
    for one in range(len(durations)):
        for other in range(one):
            apart = worker[one] != worker[other] or start[one] >= end[other] or start[other] >= end[one]
            check.that(apart, f"worker {worker[one]} does tasks {other} and {one} at the same time", *told(start, worker))
    # Graham's bound, which every schedule keeps that lets no worker idle beside a ready task.
    longest = [0] * len(durations)
    for task, before in enumerate(deps):
        longest[task] = durations[task] + max((longest[other] for other in before), default=0)
    bound = max(longest) + (sum(durations) - max(longest)) / workers
    check.that(max(end) <= bound, f"takes {max(end)}; without idle workers it takes {bound:g} at most", *told(start, worker))


@pytest.mark.points(2)
def test_schedule_takes_the_long_chain_first(student):
    """4 small tasks beside a chain of 4, 2 workers: 40"""
    # Tasks 0 to 3 stand alone, tasks 4 to 7 are a chain.
    durations, deps = [10] * 8, [[], [], [], [], [], [4], [5], [6]]
    start, worker = start_and_worker(student.schedule(durations, deps, 2), 8, 2)
    check.that(max(start) + 10 == 40, f"takes {max(start) + 10}; 40 is possible: what cannot wait?", *told(start, worker))


def start_and_worker(answer, tasks, workers):
    check.kind(answer, tuple)
    check.that(len(answer) == 2, f"the answer should be (start, worker), but has {len(answer)} items")
    for part, what in zip(answer, ("start", "worker"), strict=True):
        check.kind(part, list, what)
        check.that(len(part) == tasks, f"{what} should have {tasks} items, but has {len(part)}")
        for item in part:
            check.kind(item, int, f"an item of {what}")
    start, worker = answer
    check.that(min(start, default=0) >= 0, "a task starts before time 0")
    check.that(set(worker) <= set(range(workers)), f"a worker should be one of 0 to {workers - 1}", *told(start, worker))
    return start, worker


def told(start, worker):
    return f"start  {start}", f"worker {worker}"


@pytest.mark.points(1)
def test_pipeline_order(student):
    """a pipeline: all items, in order, one at a time"""
    stages = [student.given.Stage(number) for number in (100, 20, 3)]
    pipeline = student.Pipeline(stages, 2)
    for count in (50, 1):
        check.equal(pipeline.run(list(range(count))), [x + 123 for x in range(count)])
    most = max(stage.value("most_at_once") for stage in stages)
    check.that(most == 1, f"a stage had {most} items at a time; every stage should have a thread of its own")


@pytest.mark.points(1)
def test_pipeline_waits(student):
    """a stuck stage stops the reading of items"""
    stages = [student.given.Stage(1), student.given.Stage(1, closed=True), student.given.Stage(1)]
    source = student.given.Source(200)
    running = student.Pipeline(stages, 3).run.start(source)
    check.that(not running.done(0.1), "run returned before its stages were done")
    # 3 items wait before each of the two stages, one is in each of them, one in the hand of who reads.
    read = source.value("read")
    check.that(read <= 2 * 3 + 2 + 2, f"{read} items were read while the second stage was stuck at the first one")
    stages[1].open()
    check.equal(running.result(), [x + 3 for x in range(200)])


@pytest.mark.points(1)
def test_pipeline_error(student):
    """an error in a stage reaches the caller"""
    before = student.given.threads()
    for at in range(3):
        stages = [student.given.Stage(0, fails_at=5 if number == at else None) for number in range(3)]
        with check.raises("KeyError"):
            student.Pipeline(stages, 1).run(list(range(300)))
        calls = stages[0].value("calls")
        check.that(calls <= 100, f"stage {at} raised at item 5, but the first stage began {calls} of 300 items")
    # The others wait for room when it happens.
    stages = [student.given.Stage(0), student.given.Stage(0, fails_at=0, closed=True)]
    running = student.Pipeline(stages, 1).run.start(list(range(50)))
    check.that(not running.done(0.05), "run returned before its stages were done")
    stages[1].open()
    with check.raises("KeyError"):
        running.result()
    check.that(student.given.threads(before) <= before, "threads of the pipeline have not ended")


@pytest.mark.points(1)
def test_protocol(student, rng):
    """lock programs that always come to an end"""
    for pairs in ([(0, 1), (1, 0)], [(2, 0), (0, 1), (1, 2)]):
        programs = [student.protocol(a, b) for a, b in pairs]
        for program, pair in zip(programs, pairs, strict=True):
            holds_both(program, *pair)
        for _ in range(100):
            stuck = run_by_chance(programs, rng)
            check.that(not stuck, f"transfers {pairs} side by side got stuck:", *stuck)


def holds_both(program, a, b):
    """The program locks a and b together, once, and nothing else."""
    check.kind(program, list)
    held, most = set(), set()
    for step in program:
        check.that(type(step) is tuple and len(step) == 2, f"a step should be like ('acquire', 0), but is {step!r}")
        action, lock = step
        check.that(
            type(action) is str and action in ("acquire", "release"), f"a step should acquire or release, but is {step!r}"
        )
        check.that(type(lock) is int and lock in (a, b), f"protocol({a}, {b}) should not touch the lock of {lock!r}")
        check.that((action == "release") == (lock in held), f"protocol({a}, {b}): the step {step!r} makes no sense there")
        held ^= {lock}
        most = max(most, set(held), key=len)
    check.that(most == {a, b}, f"protocol({a}, {b}) never holds all the locks it needs at the same time")
    check.that(not held, f"protocol({a}, {b}) ends with a lock held")


def run_by_chance(programs, rng):
    """Run the programs step by step, always one of those that can go on; the steps that led into a dead end, if any."""
    at, holder, steps = [0] * len(programs), {}, []
    while True:
        able = []
        for number, program in enumerate(programs):
            if at[number] < len(program) and not (program[at[number]][0] == "acquire" and program[at[number]][1] in holder):
                able.append(number)
        if not able:
            unfinished = any(at[number] < len(program) for number, program in enumerate(programs))
            return [*steps[-6:], "and no program can go on"] if unfinished else []
        number = able[int(rng.integers(len(able)))]
        action, lock = programs[number][at[number]]
        at[number] += 1
        steps.append(f"transfer {number} {action}s {lock}")
        if action == "acquire":
            holder[lock] = number
        else:
            del holder[lock]


@pytest.mark.points(1)
def test_has_deadlock(student):
    """which lock programs can get stuck"""
    for programs, want in (
        (["+a+b-b-a", "+b+a-a-b"], True),
        (["+a+b-b-a", "+a+b-a-b"], False),
        (["+a-a+b-b", "+b-b+a-a"], False),
        (["+a+b-b-a", "+b+c-c-b", "+c+a-a-c"], True),
        (["+g+a+b-b-a-g", "+g+b+a-a-b-g"], False),
        (["+a-a+a-a+b+a-a-b", "+a+b-b-a"], True),
        (["+a", "+a-a"], True),
        (["+a+a"], True),
        (["+a", "+b-b"], False),
        # A lock that one has released is still held by another.
        (["+a+b+c-a-b-c", "+a+c+b-a-c-b", "+a-a"], False),
        ([], False),
    ):
        steps = [[step(program, at) for at in range(0, len(program), 2)] for program in programs]
        check.equal(student.has_deadlock(steps), want, f"the answer for {'  |  '.join(programs)} (+: acquire, -: release)")


def step(program, at):
    return "acquire" if program[at] == "+" else "release", "abcdefg".index(program[at + 1])


@pytest.mark.points(1)
def test_transfer(student):
    """transfers under fire: no money lost, no thread stuck"""
    accounts = student.given.open_accounts([50, 20])
    check.equal(student.transfer(accounts, 0, 1, 30), True)
    check.equal(student.transfer(accounts, 0, 1, 30), False)
    check.equal([account.audit()["balance"] for account in accounts], [20, 50])
    check.equal(student.transfer(accounts, 0, 1, 20), True, "the answer where all that there is is moved")
    check.equal([account.audit()["balance"] for account in accounts], [0, 70])
    accounts = student.given.open_accounts([100] * 3)
    told = student.given.storm(student.transfer, accounts, 4, 100, 100, 1)
    check.that(not told["raised"], f"transfer raised {', '.join(told['raised'][:1])}")
    check.that(not told["stuck"], f"{told['stuck']} of 4 threads wait for a lock for ever")
    audits = [account.audit() for account in accounts]
    check.equal(sum(audit["balance"] for audit in audits), 300, "the money in all accounts, after 400 transfers,")
    check.that(not any(audit["overdrawn"] for audit in audits), "an account was overdrawn")
    check.that(not any(audit["touched_without_lock"] for audit in audits), "a balance was touched without its lock")
    alone = any(audit["changed_with_one_lock"] for audit in audits)
    check.that(not alone, "a balance was changed while only one of the two locks was held: the money was on the way")


@pytest.mark.perf(steps={1.25: 4, 1.4: 6}, clock="wall")
def test_race(student, rng):
    """a pipeline of two heavy stages against one thread"""

    def make():
        return ([int(x) for x in rng.integers(0, 1 << 40, 16)],)

    student.race("Pipeline", make, against="one_thread", cores=2, through="through_two_heavy_stages")
