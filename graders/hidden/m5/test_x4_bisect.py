import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.x4")


def hits(student, seeds, least, **options):
    seeds, right = list(seeds), 0
    what = ", ".join(f"{name}={value:g}" for name, value in options.items())
    for begin in range(0, len(seeds), 10):
        for answer, slow, runs in student.given.found(student.first_slow, seeds[begin : begin + 10], options):
            check.kind(answer, int)
            budget = options.get("budget", 400)
            check.that(runs <= budget, f"measure was called {runs} times, with a budget of {budget}, and {what}")
            inside = 1 <= answer < options["commits"]
            check.that(inside, f"{answer} cannot be the first slow one of {options['commits']} commits")
            right += answer == slow
    check.that(right >= least, f"{right} of {len(seeds)} answers are right, not {least} or more, with {what}")


@pytest.mark.points(1)
def test_noisy_histories(student):
    """a small difference on a noisy machine: 80 of 100 answers are right"""
    hits(student, range(9000, 9100), 80, commits=128)
    hits(student, range(7000, 7100), 80, commits=40)


@pytest.mark.points(1)
def test_any_history(student, rng):
    """other factors, other budgets, any number of commits, and runs that fail"""
    hits(student, range(9000, 9100), 90, commits=128, factor=1.15, budget=300)
    hits(student, range(9100, 9200), 90, commits=500, factor=1.5)
    hits(student, range(9200, 9300), 90, commits=500, factor=3.0)
    for commits in [*range(2, 13), 100, 127, 128, 255, 256, 257, 999, 1000, *rng.integers(13, 900, 6).tolist()]:
        quiet = {"commits": commits, "noise": 0, "disturbed": 0}
        hits(student, rng.integers(0, 10_000, 2).tolist(), 2, **quiet)
        for slow in (1, commits - 1):
            hits(student, [3], 1, slow=slow, **quiet, factor=float(rng.choice([1.08, 1.3, 10.0])))
    for budget in [*range(25), 100]:
        hits(student, rng.integers(0, 10_000, 2).tolist(), 0, commits=int(rng.choice([2, 3, 5, 128, 1000])), budget=budget)
    for budget in (0, 1, 400):
        (got,) = student.given.found(student.first_slow, [5], {"commits": 2, "budget": budget})
        check.equal(got, (1, 1, 0), "the answer for two commits, the right one, and the number of runs")
    for commits, budget in ((1, 400), (0, 400), (-5, 400), (1, 0), (10, -1), (2, -1), (2, -400), (1, -1)):
        got = student.given.runs_before_error(student.first_slow, commits, budget)
        check.equal(got, ("ValueError", 0), f"what is raised for {commits} commits and {budget} runs, and the runs before")
    got = student.given.of_two_histories(student.first_slow, 50, (33, 7))
    check.equal(got, [33, 7] * 4, "the list of answers for two histories measured by the same function, four times")
    for fails in (1, 2, 40, 100, 200, 399):
        for kind, came in student.given.passed_on(student.first_slow, fails).items():
            check.equal(came, "passed on", f"what became of a {kind} that run {fails} raised")
