"""The arithmetic of a race, without a clock: what the sign test decides, how sure it may be, and how many points follow."""

import math
import random
import statistics

import pytest

from graders.judge import decision
from graders.judge.decision import ALPHA, DEAD_BAND, Round, attempt, conclude, decide, evidence, interval, is_enough
from graders.result import Step

STEPS = [Step(2.0, 3), Step(10.0, 5)]


def rounds(*ratios, **more):
    return [Round(ratio, 0.01, **more) for ratio in ratios]


def cpu(*ratios, **more):
    return attempt(rounds(*ratios, **more), STEPS, by_wall_clock=False)


def wall(*ratios, **more):
    return attempt(rounds(*ratios, **more), STEPS, by_wall_clock=True)


def test_evidence_is_the_mixture_in_closed_form():
    """The integral of C (2p)^k (2(1-p))^(n-k) over p is 2^n k! (n-k)! / (n+1)!."""
    for k, n in ((13, 13), (20, 24), (36, 36)):
        exact = 2**n * math.factorial(k) * math.factorial(n - k) / math.factorial(n + 1)
        assert evidence(k, n) == pytest.approx(exact, rel=1e-9)
    assert evidence(12, 12) < 1 / ALPHA <= evidence(13, 13)
    assert evidence(10, 20) == 0.0


def test_a_clear_ratio_is_decided_either_way():
    assert decide(rounds(*[2.5] * 13), 2.0) is True
    assert decide(rounds(*[1.5] * 13), 2.0) is False
    assert decide(rounds(*[2.5] * 12), 2.0) is None
    assert decide(rounds(*[1.5, 2.5] * 18), 2.0) is None


def stopped(true_ratio, factor, generator, noise=0.1):
    """The verdict of a race that looks after every round, and after how many."""
    done = []
    verdict = None
    while verdict is None and len(done) < decision.MAX_ROUNDS["cpu"]:
        done.append(Round(true_ratio * generator.lognormvariate(0, noise), 0.01))
        verdict = decide(done, factor)
    return verdict, len(done)


@pytest.mark.parametrize("wrong", [True, False])
def test_looking_after_every_round_errs_no_more_than_promised(wrong):
    """At the edge of the dead band, where it is hardest: at most ALPHA of the races end with the wrong verdict."""
    generator = random.Random(20_261_120)
    edge = 1 - DEAD_BAND if wrong else 1 + DEAD_BAND
    trials = 4000
    errors = sum(stopped(edge, 1.0, generator)[0] is wrong for _ in range(trials))
    assert errors <= trials * ALPHA + 4 * math.sqrt(trials * ALPHA)


@pytest.mark.parametrize("true_ratio", [0.77, 0.87, 1.15, 1.3])
def test_clear_cases_are_decided_rightly_and_soon(true_ratio):
    generator = random.Random(1)
    verdicts = [stopped(true_ratio, 1.0, generator) for _ in range(400)]
    assert sum(verdict is (true_ratio < 1) for verdict, _ in verdicts) <= 1
    assert sum(verdict is None for verdict, _ in verdicts) <= 20
    assert statistics.median(count for _, count in verdicts) <= 20


@pytest.mark.parametrize("noise", [0.02, 0.3])
def test_the_interval_covers_the_truth_at_any_time(noise):
    """19 times of 20, although it is looked at after every round and counts as wrong when it was wrong once."""
    generator = random.Random(7)
    trials, missed = 1500, 0
    for _ in range(trials):
        ratios: list[float] = []
        for _ in range(decision.MAX_ROUNDS["cpu"]):
            ratios.append(generator.lognormvariate(0, noise))
            low, high = interval(ratios)
            if not low <= 1.0 <= high:
                missed += 1
                break
    assert missed / trials <= 0.05
    assert interval([1.0, 2.0]) == (0.0, math.inf)
    low, high = interval([generator.lognormvariate(0, noise) for _ in range(36)])
    assert 0 < low < high < math.inf


@pytest.mark.parametrize(("ratio", "points"), [(1.2, 0), (4.0, 3), (30.0, 5)])
@pytest.mark.parametrize("measured", [cpu, wall])
def test_points_follow_the_steps(ratio, points, measured):
    speedup, earned = conclude([measured(*[ratio] * 13)] * 2, STEPS)
    assert (earned, speedup.undecided, speedup.ratio) == (points, [], ratio)


def test_an_undecided_step_is_given_provisionally_when_the_median_reaches_it():
    speedup, earned = conclude([cpu(*[8.0, 12.0] * 17, 11.0)], STEPS)
    assert (earned, speedup.undecided) == (5, [10.0])
    speedup, earned = conclude([cpu(*[7.0, 12.0] * 17, 9.0)], STEPS)
    assert (earned, speedup.undecided) == (3, [10.0])


def test_two_decided_attempts_settle_what_one_left_open():
    first, second = cpu(*[8.0, 12.0] * 18), cpu(*[4.0] * 13)
    speedup, earned = conclude([first, second, second], STEPS)
    assert (earned, speedup.undecided, speedup.ratio) == (3, [], 4.0)


def test_both_verdicts_have_to_be_confirmed():
    missed, reached, open_ = cpu(*[4.0] * 13), cpu(*[15.0] * 13), cpu(*[8.0, 12.0] * 18)
    for undecided in ([missed], [reached], [open_], [missed, reached], [missed, open_], [reached, open_]):
        assert not is_enough(undecided, STEPS)
    for decided, points in (([missed, reached, missed], 3), ([reached, missed, reached], 5), ([reached, open_, reached], 5)):
        assert not is_enough(decided[:2], STEPS) and is_enough(decided, STEPS)
        speedup, earned = conclude(decided, STEPS)
        assert (earned, speedup.undecided, speedup.ratio) == (points, [], decided[2].rounds[0].ratio)


def test_a_step_passed_by_far_needs_no_second_attempt():
    assert is_enough([cpu(*[31.0] * 13)], STEPS) and not is_enough([cpu(*[28.0] * 13)], STEPS)
    assert decision.reached_steps([cpu(*[7.0] * 13)], STEPS) == (1, (STEPS[1],))
    assert not is_enough([cpu(*[0.1] * 13)], STEPS)


def test_what_stays_open_is_given_when_the_best_attempt_reaches_it():
    missed, reached, open_ = cpu(*[4.0] * 13), cpu(*[15.0] * 13), cpu(*[6.0, 12.0] * 18)
    for attempts, points in (([missed, reached, open_], 5), ([missed, open_, open_], 3), ([open_] * 3, 3)):
        speedup, earned = conclude(attempts, STEPS)
        assert (earned, speedup.undecided) == (points, [10.0])


@pytest.mark.parametrize("slower", [1.9, 1 / 1.9])
def test_a_worker_that_is_slow_for_a_whole_attempt_does_not_decide(slower):
    """One attempt in ten has the student or the yardstick on a slow core throughout; so many races were wrong, now few."""
    generator = random.Random(3)
    trials, wrong = 400, 0
    for _ in range(trials):
        attempts = []
        for _ in range(3):
            true = (0.87 if slower > 1 else 1.15) * (slower if generator.random() < 0.1 else 1)
            done: list[Round] = []
            while not decision.is_settled(done, [Step(1.0, 1)], by_wall_clock=False) and len(done) < decision.MAX_ROUNDS["cpu"]:
                done.append(Round(true * generator.lognormvariate(0, 0.1), 0.01))
            attempts.append(attempt(done, [Step(1.0, 1)], by_wall_clock=False))
            if is_enough(attempts, [Step(1.0, 1)]):
                break
        speedup, points = conclude(attempts, [Step(1.0, 1)])
        wrong += not speedup.undecided and points == (slower > 1)
    assert wrong / trials <= 0.05


def test_three_rounds_of_four_decide_within_one_attempt():
    """In nine attempts of ten. With 36 rounds it is one in four, and most races of noisy kernels stayed open."""
    generator = random.Random(5)
    undecided = 0
    for _ in range(400):
        done: list[Round] = []
        while decide(done, 1.0) is None and len(done) < decision.MAX_ROUNDS["cpu"]:
            done.append(Round(1.5 if generator.random() < 0.75 else 0.5, 0.01))
        undecided += decide(done, 1.0) is None
    assert undecided <= 60
    assert evidence(30, 36) >= 1 / ALPHA > evidence(29, 36)
    assert evidence(71, 100) >= 1 / ALPHA > evidence(70, 100)


def test_by_the_wall_clock_disturbed_rounds_take_no_points_away():
    speedup, earned = conclude([wall(*[1.0] * 36, clean=False)] * 3, STEPS)
    assert (earned, speedup.clean_rounds, speedup.undecided) == (0, 0, [2.0])
    assert wall(*[3.0] * 13, clean=False).reached == 1
    assert wall(*[0.3] * 13, clean=False).open == ()


def test_what_a_sample_was_held_up_is_what_its_threads_waited_and_others_took():
    held_up = decision.held_up
    assert held_up(waited=0.0, computed=0.01, wall=0.01, cores=2) == 0.0
    assert held_up(waited=0.004, computed=0.01, wall=0.01, cores=2) == pytest.approx(0.4)
    # Eight threads on two cores wait for each other; if they had both cores all the time, nobody took anything.
    assert held_up(waited=0.06, computed=0.0199, wall=0.01, cores=2) == pytest.approx(0.01)
    assert held_up(waited=0.06, computed=0.03, wall=0.01, cores=2) == 0.0


def test_a_speed_up_counts_for_what_the_cores_give():
    counted = decision.counted
    assert counted(1.8, 2.0, 2) == 1.8 and counted(1.8, 2.2, 2) == 1.8
    assert counted(1.7, 1.85, 2) == pytest.approx(1 + 0.7 / 0.85)
    assert counted(2.5, 2.5, 4) == pytest.approx(4.0)
    for capacity in (1.0, 1.3, 1.7, 2.0, 2.3):  # a program that gains nothing gains nothing anywhere
        assert counted(1.0, capacity, 2) == 1.0 and counted(0.7, capacity, 2) == 0.7
        assert 1.04 < counted(1.05, capacity, 2) <= 1.1 + 1e-9
    assert counted(1.8, None, 1) == counted(1.8, None, 2) == counted(1.8, 1.5, 1) == 1.8
    assert decision.is_enough_capacity(1.5, 2) and not decision.is_enough_capacity(1.45, 2)
    assert decision.is_enough_capacity(2.5, 4) and not decision.is_enough_capacity(2.4, 4)


def test_undisturbed_work_takes_what_its_longest_thread_computes():
    assert decision.undisturbed([10.2, 20.0, 15.0], [10.0, 10.0, 10.5]) == pytest.approx([10.2, 10.2, 10.71])
    # Nothing is known of what waits by nature, and of threads that have ended.
    assert decision.undisturbed([10.0, 20.0], [1.0, 1.0]) == [10.0, 20.0]
    assert decision.undisturbed([10.0, 20.0], [0.0, 0.0]) == [10.0, 20.0]
    assert decision.undisturbed([10.0, 20.0], [10.0, 0.0]) == [10.0, 20.0]
    assert decision.undisturbed([], []) == []


def test_what_its_longest_thread_computes_decides_a_miss_on_a_busy_machine():
    """A right program in one thread, on a machine that is never quiet: at most 0.95x, whatever the wall clock says."""
    busy = [Round(ratio, 0.01, clean=False, at_most=0.95) for ratio in (0.6, 1.4, 3.1) * 5]
    assert decision.settle(busy, 2.0, by_wall_clock=True) is False
    assert decision.settle(busy[:12], 2.0, by_wall_clock=True) is False  # by far
    close = [Round(1.4, 0.01, clean=False, at_most=1.8)] * 12
    assert decision.settle(close, 2.0, by_wall_clock=True) is None
    assert decision.settle([*close, close[0]], 2.0, by_wall_clock=True) is False
    speedup, points = conclude([attempt(busy, STEPS, by_wall_clock=True)] * 2, STEPS)
    assert (points, speedup.undecided) == (0, [])
    unknown = [Round(0.9, 0.01, clean=False)] * 30
    assert decision.settle(unknown, 2.0, by_wall_clock=True) is None
    # By CPU time nothing else counts than what was counted.
    assert decision.settle([Round(2.5, 0.01, at_most=0.5)] * 13, 2.0, by_wall_clock=False) is True


def test_disturbed_rounds_may_give_a_step_only_as_they_were_measured():
    """Not for what cores that were missing would have given."""
    missing = [Round(1.6, 0.01, clean=False, measured=1.3, capacity=1.5)] * 20
    assert decision.settle(missing, 1.5, by_wall_clock=True) is None
    assert decision.settle(missing, 1.25, by_wall_clock=True) is True
    there = [Round(1.6, 0.01, measured=1.5, capacity=1.83)] * 13
    assert decision.settle(there, 1.55, by_wall_clock=True) is True


def test_a_few_rounds_decide_what_lies_far_off():
    assert decide(rounds(*[6.1] * 5), 2.0) is True and decide(rounds(*[6.1] * 4), 2.0) is None
    assert decide(rounds(*[0.6] * 5), 2.0) is False and decide(rounds(*[0.6] * 4), 2.0) is None
    assert decide(rounds(*[4.1] * 8), 2.0) is True and decide(rounds(*[4.1] * 7), 2.0) is None
    assert decide(rounds(*[0.9] * 8), 2.0) is False and decide(rounds(*[0.9] * 7), 2.0) is None
    assert decide(rounds(*[6.1] * 7, 3.0), 2.0) is None  # not all of them
    assert is_enough([cpu(*[31.0] * 5)], STEPS)
    assert not is_enough([cpu(*[0.5] * 5)], STEPS) and is_enough([cpu(*[0.5] * 5)] * 2, STEPS)
    assert not is_enough([cpu(*[21.0] * 8)], STEPS) and is_enough([cpu(*[21.0] * 8)] * 2, STEPS)


@pytest.mark.parametrize("slower", [1.9, 1 / 1.9])
def test_few_rounds_do_not_decide_wrongly_at_the_edge(slower):
    """Not one in a thousand, even where one side is slow for the whole attempt in one attempt of ten."""
    generator = random.Random(11)
    true, wrong = (0.87 if slower > 1 else 1.15), 0
    for _ in range(1000):
        attempts = []
        for _ in range(2):
            bias = slower if generator.random() < 0.1 else 1
            done = rounds(*(true * bias * generator.lognormvariate(0, 0.05) for _ in range(8)))
            attempts.append(attempt(done, [Step(1.0, 1)], by_wall_clock=False))
        speedup, points = conclude(attempts, [Step(1.0, 1)])
        wrong += not speedup.undecided and bool(points) == (slower > 1)
    assert wrong == 0


def test_what_the_cores_gave_is_reported():
    done = [Round(1.83, 0.01, measured=1.7, capacity=1.84)] * 13
    speedup, _ = conclude([attempt(done, [Step(1.4, 1)], by_wall_clock=True)] * 2, [Step(1.4, 1)])
    assert (speedup.ratio, speedup.measured, speedup.capacity) == (1.8, 1.7, 1.8)
    speedup, _ = conclude([cpu(*[3.0] * 13)] * 2, STEPS)
    assert speedup.measured is None and speedup.capacity is None
