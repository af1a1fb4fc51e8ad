"""m5.x4: bisect the slow commit. Somewhere between last month and today the program became slower. In which commit?

Bisection asks the commit in the middle, and throws one half away. Where an answer may be wrong, it throws away the right half
sooner or later, and never looks back. You have a budget of runs, and are free to spend it as you like.

given_x4 makes up a history for which the right answer is known. Its runs are what a shared machine makes of them: each is off
by 10 % or so, and one in ten takes 2 to 20 times as long, because somebody else had the processor.
"""

from collections.abc import Callable


def first_slow(measure: Callable[[int], float], commits: int, budget: int) -> int:
    """The number of the first slow commit, a Python int from 1 to commits - 1.

    Commits have the numbers 0 to commits - 1, from old to new. All before the first slow one are equally fast, all from there
    on equally slow: by a factor of 1.08 or more, which you do not know. Commit 0 is fast, the last one slow. How many seconds
    the fast ones take, you do not know either: from 1e-6 to 1e3.

    measure(i) runs commit i and returns the seconds, a float. i is an int of Python: another type, numpy's too, is TypeError,
    and what is no commit IndexError. It may be called budget times, which you count; fewer are fine, and one more is
    RuntimeError. Whatever measure raises, also on the way, and be it a RuntimeError, is passed on, and nothing runs after it.
    The next time, the same function may measure another history, as fast or as slow as it likes. Your own computing may take
    a second for each history on a machine of its own. What is asked, with runs from given_x4.history:

    - Where the machine is quiet (noise=0, disturbed=0) and the budget is 400, the answer is right, for 2 to 1000 commits.
    - 128 commits, factor 1.08, a budget of 400: right in at least half of all histories, for the public points. For the
      hidden ones, in at least 80 of 100, and as many with 40 commits.
    - 128 commits, factor 1.15, a budget of 300, and factors of 1.5 and 3, 500 commits, a budget of 400: at least 90 of 100.

    With any other budget, also 0, 1 or 2, it is at least some commit from 1 to commits - 1, and no error. Of two commits
    the second one is slow: no run is needed, and none is made. Raises ValueError if there are fewer than two commits, or the
    budget is negative, before any run.
    """
    raise NotImplementedError
