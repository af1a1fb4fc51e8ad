import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.x4")


def hits(student, seeds, least, **options):
    """At least so many of these histories are judged rightly, by a worker's call for every ten of them."""
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
def test_quiet(student):
    """where the machine is quiet"""
    for commits in (2, 3, 4, 7, 64, 129, 1000):
        hits(student, range(4), 4, commits=commits, noise=0, disturbed=0)
    for slow in (1, 2, 30, 31):
        hits(student, [1], 1, commits=32, noise=0, disturbed=0, slow=slow)


@pytest.mark.points(1)
def test_noisy(student):
    """where it is not: half of the answers are right"""
    hits(student, range(60), 30, commits=128)


@pytest.mark.points(1)
def test_budgets(student):
    """small budgets, two commits, and what makes no sense"""
    for budget in (0, 1, 2, 3, 10, 50):
        hits(student, [1, 2, 3], 0, commits=20, budget=budget)
    for answer, slow, runs in student.given.found(student.first_slow, [1, 2, 3], {"commits": 2}):
        check.equal((answer, slow, runs), (1, 1, 0), "the answer for two commits, the right one, and the number of runs")
    for commits, budget in ((1, 400), (0, 400), (10, -1)):
        got = student.given.runs_before_error(student.first_slow, commits, budget)
        check.equal(got, ("ValueError", 0), f"what is raised for {commits} commits and {budget} runs, and the runs before")
