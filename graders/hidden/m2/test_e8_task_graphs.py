from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e8")


@st.composite
def graphs(draw):
    """Durations, and for every task some of the others, in any order that has no circle."""
    count = draw(st.integers(1, 12))
    order = draw(st.permutations(range(count)))
    deps = [[] for _ in range(count)]
    for place in range(1, count):
        deps[order[place]] = draw(st.lists(st.sampled_from(order[:place]), unique=True, max_size=3))
    # Often all are short, so that several end at the same time.
    longest = draw(st.sampled_from((2, 9)))
    return draw(st.lists(st.integers(1, longest), min_size=count, max_size=count)), deps


@pytest.mark.points(1)
@settings(max_examples=40)
@given(graph=graphs(), workers=st.integers(1, 5))
def test_schedule_keeps_its_rule(student, graph, workers):
    """the longest chain first, at every moment"""
    durations, deps = graph
    start, worker = start_and_worker(student.schedule(durations, deps, workers), len(durations))
    end = [begin + duration for begin, duration in zip(start, durations, strict=True)]
    chain = [longest_chain(task, durations, deps) for task in range(len(durations))]
    for now in sorted({0, *end}):
        busy = [task for task in range(len(durations)) if start[task] <= now < end[task]]
        check.equal(len({worker[task] for task in busy}), len(busy), f"workers busy at {now}")
        check.that(len(busy) <= workers, f"{len(busy)} tasks are under way at {now}, but there are {workers} workers")
        begun = [task for task in busy if start[task] == now]
        for task in begun:
            check.that(all(end[other] <= now for other in deps[task]), f"task {task} starts too early, at {now}")
        for task in range(len(durations)):
            if start[task] > now and all(end[other] <= now for other in deps[task]):
                check.that(len(busy) == workers, f"at {now} task {task} is ready and a worker idles")
                for other in begun:
                    longer = chain[other] >= chain[task]
                    check.that(longer, f"at {now} task {other} goes before task {task}, which begins a longer chain")


def longest_chain(task, durations, deps):
    following = [other for other, before in enumerate(deps) if task in before]
    return durations[task] + max((longest_chain(other, durations, deps) for other in following), default=0)


def start_and_worker(answer, tasks):
    check.kind(answer, tuple)
    check.that(len(answer) == 2, "the answer should be (start, worker)")
    for part in answer:
        check.kind(part, list, "start or worker")
        whole = len(part) == tasks and all(type(item) is int for item in part)
        check.that(whole, f"start and worker should be {tasks} integers each, but one of them is {part}")
    return answer


@pytest.mark.points(1)
def test_schedule_edges(student, rng):
    """no tasks, circles, a long chain among 3 workers"""
    check.equal(student.schedule([], [], 2), ([], []))
    check.equal(student.schedule((3, 1), ((), (0,)), 1), ([0, 3], [0, 0]), "the answer where durations and deps are tuples")
    for durations, deps in (([1], [[0]]), ([1, 1, 1, 1], [[], [2], [3], [1]])):
        with check.raises("ValueError"):
            student.schedule(durations, deps, 2)
    # Two tasks end at 2; two long ones, which wait for one of those, go before the short one that was ready before.
    for last in (0, 1):
        start, _ = start_and_worker(student.schedule([2, 2, 1, 5, 5], [[], [], [], [last], [last]], 2), 5)
        check.equal(start, [0, 0, 7, 2, 2], f"when tasks of 2, 2, 1, 5 and 5 start, the last two after task {last}, 2 workers")
    # One behind the other, by their numbers and against them; and 200 times three, each of which waits for all three before.
    count = 200
    for deps, want in (
        ([[task - 1] if task else [] for task in range(count)], list(range(0, 3 * count, 3))),
        ([[task + 1] if task < count - 1 else [] for task in range(count)], list(range(3 * count - 3, -1, -3))),
        (
            [[*range(task // 3 * 3 - 3, task // 3 * 3)] if task > 2 else [] for task in range(600)],
            [task // 3 * 3 for task in range(600)],
        ),
    ):
        start, _ = start_and_worker(student.schedule([3] * len(deps), deps, 3), len(deps))
        check.that(start == want, f"{len(deps)} tasks in {count} steps, 3 workers: some start too early or too late")
    # 12 small tasks of 5, and a chain of 6 tasks of 10 in any order: two workers do the small ones beside the chain.
    chain = [12 + int(task) for task in rng.permutation(6)]
    deps = [[] for _ in range(18)]
    for one, other in pairwise(chain):
        deps[other] = [one]
    durations = [5] * 12 + [10] * 6
    start, _ = start_and_worker(student.schedule(durations, deps, 3), 18)
    took = max(begin + duration for begin, duration in zip(start, durations, strict=True))
    check.equal(took, 60, "the time of a chain of 6 x 10 and 12 small tasks on 3 workers")


@pytest.mark.points(1)
def test_pipeline_edges(student):
    """one stage, five stages, no items, a broken source; all at work, threads, items of all kinds"""
    given, before = student.given, student.given.threads()
    for count in (2, 4):
        answer, met = given.abreast(student.Pipeline, count)
        check.equal(answer, list(range(10)))
        check.equal(met, count, f"how many of {count} stages were at work at the same time, on different items")
    stages = [given.Stage(1) for _ in range(3)]
    student.Pipeline(stages, 2).run(list(range(30)))
    check.equal(given.threads_of(stages), ([1, 1, 1], 3), "how many threads called each of 3 stages, and how many in all")
    check.equal(given.odd_things(student.Pipeline), True, "whether None, exceptions, arrays come out as a stage returns them")
    check.equal(given.odd_items(student.Pipeline), True, "whether None, exceptions, arrays come out as they go in")
    wrong = given.same_error(student.Pipeline, 3)
    check.that(not wrong, f"an error of a stage: {', '.join(wrong[:1])}")
    for stages in ([given.stop_at_two], [given.Stage(0), given.stop_at_two, given.Stage(0)]):
        with check.raises("StopIteration"):
            student.Pipeline(stages, 2).run(list(range(5)))
    raised, busy = given.still_at_work(student.Pipeline)
    check.equal(raised, "LookupError('no item 0')", "what is raised")
    check.that(not busy, "run raised while one of its stages was still at work")
    stages = [given.Stage(0, fails_at=5), given.Stage(0)]
    pipeline = student.Pipeline(stages, 2)
    with check.raises("KeyError"):
        pipeline.run(list(range(50)))
    check.equal(stages[0].value("calls"), 6, "how many items the first stage began, which failed at item 5,")
    check.equal(pipeline.run([1, 2, 3]), [1, 2, 3], "the answer of the next run, after an error")
    source = given.Source(5000)
    with check.raises("KeyError"):
        student.Pipeline([given.Stage(0), given.Stage(0, fails_at=5)], 2).run(source)
    read = source.value("read")
    check.that(read <= 2500, f"{read} of 5000 items were read although a stage had raised at item 5")
    for count in (0, 1, 2, 40):
        for stages, capacity in ((1, 1), (5, 1), (2, 100)):
            pipeline = student.Pipeline([given.Stage(1) for _ in range(stages)], capacity)
            for _ in range(3):
                check.equal(pipeline.run(list(range(count))), [x + stages for x in range(count)])
    with check.raises("LookupError"):
        student.Pipeline([given.Stage(1), given.Stage(1)], 1).run(given.Source(20, raises=True))
    for at, item in ((0, 0), (0, 19), (1, 7), (1, 19)):
        # Item 19 is the last one: it fails when all the others are through, or nearly.
        stages = [given.Stage(0, fails_at=item if number == at else None) for number in range(2)]
        with check.raises("KeyError"):
            student.Pipeline(stages, 1).run(given.Source(20))
    stages = [given.Stage(0), given.Stage(0, fails_at=2, closed=True), given.Stage(0)]
    running = student.Pipeline(stages, 2).run.start(given.Source(50))
    check.that(not running.done(0.05), "run returned before its stages were done")
    stages[1].open()
    with check.raises("KeyError"):
        running.result()
    stages = [given.Stage(0), given.Stage(0), given.Stage(0, closed=True)]
    source = given.Source(100)
    running = student.Pipeline(stages, 1).run.start(source)
    check.that(not running.done(0.1), "run returned before its stages were done")
    read = source.value("read")
    check.that(read <= 3 * 1 + 3 + 2, f"{read} items were read while the last of 3 stages was stuck, capacity 1")
    stages[2].open()
    check.equal(running.result(), list(range(100)))
    check.equal(max(stage.value("most_at_once") for stage in stages), 1, "the most items that a stage had at a time")
    check.that(given.threads(before) <= before, "threads of the pipeline have not ended")


@st.composite
def lock_programs(draw):
    """Up to 4 programs over 3 locks that release only what they hold."""
    programs = []
    for _ in range(draw(st.integers(1, 4))):
        program, held = [], []
        for _ in range(draw(st.integers(0, 3))):
            lock = draw(st.integers(0, 2))
            if lock in held and draw(st.integers(0, 5)):
                held.remove(lock)
                program.append(("release", lock))
            else:
                held += [] if lock in held else [lock]
                program.append(("acquire", lock))
        kept = draw(st.integers(0, 7)) == 0
        programs.append(program + [("release", lock) for lock in draw(st.permutations(held)) if not kept])
    return programs


@pytest.mark.points(1)
@settings(max_examples=150)
@given(programs=lock_programs())
def test_has_deadlock(student, programs):
    """deadlock or not, in any lock programs"""
    short = "  |  ".join(
        "".join(f"{'+' if step == 'acquire' else '-'}{lock}" for step, lock in program) for program in programs
    )
    check.equal(student.has_deadlock(programs), gets_stuck(programs), f"the answer for {short} (+: acquire, -: release)")


@pytest.mark.points(1)
def test_locks(student):
    """philosophers, one account, who waits for whom"""
    for count in (2, 5):
        ring = [(number, (number + 1) % count) for number in range(count)]
        check.that(not gets_stuck(programs_of(student, ring)), f"{count} transfers in a ring can get stuck")
    check.equal(student.protocol(4, 4), [("acquire", 4), ("release", 4)])
    both_ways = programs_of(student, [(7, 3), (3, 7), (3, 3), (9, 7)])
    check.that(not gets_stuck(both_ways), "the transfers 7-3, 3-7, 3-3 and 9-7 side by side can get stuck")
    left_fork_first = [[("acquire", i), ("acquire", (i + 1) % 5), ("release", i), ("release", (i + 1) % 5)] for i in range(5)]
    check.equal(student.has_deadlock(left_fork_first), True)
    check.equal(student.has_deadlock(tuple(map(tuple, left_fork_first))), True, "the answer where the programs are tuples")
    one_left_handed = [*left_fork_first[:4], [left_fork_first[4][i] for i in (1, 0, 2, 3)]]
    check.equal(student.has_deadlock(one_left_handed), False)
    # One stops in a narrow place until the other has gone a long way.
    for before, after, gate, want in ((28, 28, [], True), (28, 28, [9], False), (28, 0, [], True), (0, 28, [], True)):
        one, other = ([*gate, *pair] for pair in ((0, 1), (1, 0)))
        programs = [[*idle(2, before), *nested(one)], [*nested(other), *idle(3, after)]]
        for order in (programs, programs[::-1]):
            steps = " and ".join(str(len(program)) for program in order)
            check.equal(student.has_deadlock(order), want, f"the answer for two programs of {steps} steps, gate={bool(gate)},")

    accounts = student.given.open_accounts([10, 10, 10, 10])
    check.equal(student.transfer(accounts, 3, 3, 5), True)
    check.equal(student.transfer(accounts, 3, 3, 11), False)
    check.equal(student.transfer(accounts, 3, 3, 10), True)
    check.equal(student.transfer(accounts, 0, 2, 0), True)
    told = student.given.twice(student.transfer, [50, 0], 30)
    check.equal(told, (True, False, [20, 30]), "what two transfers of 30 from 50 say, and the balances then")
    audits = [account.audit() for account in accounts]
    check.equal([audit["balance"] for audit in audits], [10] * 4, "the balances after transfers to oneself")
    check.that(not any(audit["locked"] for audit in audits), "an account is still locked after a transfer")
    unlocked = any(audit["touched_without_lock"] for audit in audits)
    check.that(not unlocked, "a transfer to oneself, or of nothing, touches a balance without its lock")
    lock = accounts[0].value("lock")
    lock.acquire()
    waiting = [student.transfer.start(accounts, 0, 1, 5), student.transfer.start(accounts, 2, 0, 5)]
    check.that(
        not any(transfer.done(0.05) for transfer in waiting), "a transfer went on although the lock of account 0 was held"
    )
    check.equal([account.audit()["balance"] for account in accounts], [10, 10, 10, 10], "the balances while two transfers wait")
    lock.release()
    check.equal([transfer.result() for transfer in waiting], [True, True])
    # While a transfer from 0 to 1 waits for the lock of 0, one between others goes on.
    for one, other in ((0, 1), (1, 0)):
        lock.acquire()
        waiting = [student.transfer.start(accounts, one, other, 0)]
        check.that(not waiting[0].done(0.05), "a transfer went on although the lock of account 0 was held")
        elsewhere = student.transfer.start(accounts, 2, 3, 0)
        check.that(elsewhere.done(2), f"a transfer from 2 to 3 waits for one from {one} to {other}, which waits")
        lock.release()
        check.equal([waiting[0].result(), elsewhere.result()], [True, True])
    lock.acquire()
    elsewhere = student.transfer.start(accounts, 3, 1, 5)
    check.that(elsewhere.done(1), "a transfer from 3 to 1 waits although only the lock of account 0 was held")
    lock.release()
    check.equal([account.audit()["balance"] for account in accounts], [10, 20, 5, 5])
    for seed in range(5):
        accounts = student.given.open_accounts([30] * 5)
        told = student.given.storm(student.transfer, accounts, 6, 50, 40, seed)
        check.that(not told["raised"], f"transfer raised {', '.join(told['raised'][:1])}")
        check.that(not told["stuck"], f"{told['stuck']} of 6 threads wait for a lock for ever")
        audits = [account.audit() for account in accounts]
        check.equal(sum(audit["balance"] for audit in audits), 150, "the money in all accounts, after 300 transfers,")
        check.that(
            not any(audit["overdrawn"] or audit["locked"] for audit in audits), "an account is overdrawn, or still locked"
        )
        unlocked = any(audit["touched_without_lock"] or audit["changed_with_one_lock"] for audit in audits)
        check.that(not unlocked, "a balance was touched without its lock, or changed without the other account's")


def nested(locks):
    return [("acquire", lock) for lock in locks] + [("release", lock) for lock in reversed(locks)]


def idle(lock, times):
    """Steps that stand in nobody's way."""
    return [("acquire", lock), ("release", lock)] * times


def programs_of(student, pairs):
    programs = []
    for a, b in pairs:
        program, held, both = student.protocol(a, b), set(), False
        check.kind(program, list)
        for step in program:
            fits = type(step) is tuple and len(step) == 2 and (type(step[0]), type(step[1])) == (str, int)
            fits = fits and step[1] in (a, b) and step[0] == ("release" if step[1] in held else "acquire")
            check.that(fits, f"protocol({a}, {b}): the step {step!r} makes no sense there")
            held ^= {step[1]}
            both |= held == {a, b}
        check.that(both and not held, f"protocol({a}, {b}) should hold all its locks together, and none at the end")
        programs.append(program)
    return programs


def gets_stuck(programs):
    """Every interleaving: from each state that can be reached, every program that can go on does so."""

    def explore(state):
        if state in seen:
            return False
        seen.add(state)
        held = set()
        for program, place in zip(programs, state, strict=True):
            # The last step of a program with a lock says whether it holds it; another may hold what it has released.
            held |= {lock for lock, action in {lock: action for action, lock in program[:place]}.items() if action == "acquire"}
        able = [
            number
            for number, (program, place) in enumerate(zip(programs, state, strict=True))
            if place < len(program) and not (program[place][0] == "acquire" and program[place][1] in held)
        ]
        if not able:
            return any(place < len(program) for program, place in zip(programs, state, strict=True))
        return any(explore(tuple(place + (i == number) for i, place in enumerate(state))) for number in able)

    seen = set()
    return explore((0,) * len(programs))
