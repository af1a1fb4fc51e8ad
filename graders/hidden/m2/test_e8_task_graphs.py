from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise, permutations

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
    answer = student.schedule(durations=durations, deps=deps, workers=workers)
    keeps_its_rule(answer, durations, deps, workers)


def keeps_its_rule(answer, durations, deps, workers):
    start, worker = start_and_worker(answer, len(durations))
    check.that(set(worker) <= set(range(workers)), f"a worker should be one of 0 to {workers - 1}")
    end = [begin + duration for begin, duration in zip(start, durations, strict=True)]
    chain = longest_chains(durations, deps)
    for now in sorted({0, *start, *end}):
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


def longest_chains(durations, deps):
    following = [[] for _ in durations]
    for task, before in enumerate(deps):
        for other in before:
            following[other].append(task)

    @cache
    def chain(task):
        return durations[task] + max(map(chain, following[task]), default=0)

    return [chain(task) for task in range(len(durations))]


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
    ring = [[], [0], [1, 9], [2], [3], [4], [5], [6], [7], [8]]
    for durations, deps in (([1], [[0]]), ([1, 1], [[], [1]]), ([1, 1, 1, 1], [[], [2], [3], [1]]), ([2] * 10, ring)):
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
    # As large as it may be: 600 tasks of up to 100, each behind some of the three before it, on one worker and on several.
    deps = [rng.permutation(range(max(0, task - 3), task))[: int(rng.integers(3)) * (task % 3)].tolist() for task in range(600)]
    durations = rng.integers(1, 101, 600).tolist()
    for workers in (1, 5, 700):
        keeps_its_rule(student.schedule(durations, deps, workers), durations, deps, workers)


@pytest.mark.points(1)
def test_pipeline_edges(student, rng):
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
    wrong = given.pipelines_by_chance(student.Pipeline, int(rng.integers(1 << 30)), 120)
    check.that(not wrong, wrong)
    what_takes_a_while(student)
    for stages in ([given.stop_at_two], [given.Stage(0), given.stop_at_two, given.Stage(0)]):
        with check.raises("StopIteration"):
            student.Pipeline(stages, 2).run(list(range(5)))
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


def what_takes_a_while(student):
    """These mostly wait, and so run side by side."""
    given, make = student.given, student.Pipeline
    rooms = [(stuck, capacity, given.room.start(make, 3, stuck, capacity)) for stuck in range(3) for capacity in (1, 3)]
    readers = [(count, at, given.read_after_error.start(make, count, at)) for count, at in ((1, 0), (3, 0), (3, 2))]
    leaving = given.still_at_work.start(make)
    for stuck, capacity, waiting in rooms:
        # One more is in the hand of who cannot pass it on.
        most = max(waiting.result()) - 1
        check.that(most <= capacity, f"{most} items wait before a stage while stage {stuck} is stuck; capacity is {capacity}")
    for count, at, reader in readers:
        read = reader.result()
        check.that(read <= 2, f"{read} items are read after stage {at} of {count} has raised")
    raised, busy = leaving.result()
    check.equal(raised, "LookupError('no item 0')", "what is raised")
    check.that(not busy, "run raised while one of its stages was still at work")


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
def test_locks(student, rng):
    """philosophers, one account, who waits for whom"""
    others = student.given.others_wait.start(
        student.transfer, student.given.open_accounts([5] * 12), int(rng.integers(1 << 30))
    )
    for count in (2, 5):
        ring = [(number, (number + 1) % count) for number in range(count)]
        check.that(not gets_stuck(programs_of(student, ring)), f"{count} transfers in a ring can get stuck")
    check.equal(student.protocol(4, 4), [("acquire", 4), ("release", 4)])
    check.equal(student.protocol(a=3000, b=3000), [("acquire", 3000), ("release", 3000)])
    numbers = [0, 8, 16, 255, 256, 1000, *rng.integers(300, 900, 3).tolist()]
    waits_for_itself = circle_of(student, list(permutations(numbers, 2)))
    check.that(not waits_for_itself, f"transfers side by side can get stuck over the locks {waits_for_itself}")
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

    # Six programs in a ring, and random ones, as many and as long as they may be.
    six = [nested((number, (number + 1) % 6)) for number in range(6)]
    check.equal(student.has_deadlock(programs=six), True, "the answer for six in a ring, each with the left lock first")
    check.equal(
        student.has_deadlock([*six[:5], nested((0, 5))]), False, "the answer for six in a ring, one the other way round"
    )
    for programs, steps, locks, times in ((6, 4, 6, 8), (4, 4, 3, 20), (2, 60, 5, 12)):
        for _ in range(times):
            some = [by_chance(rng, steps, locks) for _ in range(programs)]
            check.equal(student.has_deadlock(some), gets_stuck(some), f"the answer for {programs} programs of {steps} steps")

    wrong = others.result()
    check.that(not wrong, wrong)
    check.equal(student.transfer(accounts=student.given.open_accounts([1, 2]), a=0, b=1, amount=1), True)
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


def circle_of(student, pairs):
    """The locks of a circle in which every one is wanted by a transfer that holds the one before it; None if there is none."""
    wanted = {}
    for program in programs_of(student, pairs):
        held = set()
        for action, lock in program:
            if action == "acquire":
                for other in held:
                    wanted.setdefault(other, set()).add(lock)
            held ^= {lock}
    try:
        TopologicalSorter(wanted).prepare()
    except CycleError as error:
        return error.args[1]
    return None


def by_chance(rng, steps, locks):
    """A program of so many steps that releases only what it holds, and in the end, now and then, not all of that.

    Most acquire only locks that are larger than all that they hold.
    """
    program, held, in_order = [], [], rng.random() < 0.75
    while len(program) + len(held) < steps:
        free = [lock for lock in range(locks) if lock not in held and (not in_order or lock > max(held, default=-1))]
        if held and (not free or rng.random() < 0.5 or len(program) + len(held) + 1 == steps):
            program.append(("release", held.pop(int(rng.integers(len(held))))))
        else:
            held.append(int(rng.choice(free)))
            program.append(("acquire", held[-1]))
    if rng.random() < 0.95:
        program += [("release", lock) for lock in held]
    return [(action, 100 * lock + 7) for action, lock in program]


def gets_stuck(programs):
    """Every interleaving: from each state that can be reached, every program that can go on does so."""
    # What each program holds after so many steps; another may hold what one has released.
    held = [[set()] for _ in programs]
    for steps, program in zip(held, programs, strict=True):
        for action, lock in program:
            steps.append(steps[-1] | {lock} if action == "acquire" else steps[-1] - {lock})
    seen, states = set(), [(0,) * len(programs)]
    while states:
        state = states.pop()
        if state in seen:
            continue
        seen.add(state)
        taken = set().union(*(steps[place] for steps, place in zip(held, state, strict=True)))
        left = [number for number, place in enumerate(state) if place < len(programs[number])]
        able = [number for number in left if programs[number][state[number]] not in {("acquire", lock) for lock in taken}]
        if left and not able:
            return True
        states += [tuple(place + (i == number) for i, place in enumerate(state)) for number in able]
    return False
