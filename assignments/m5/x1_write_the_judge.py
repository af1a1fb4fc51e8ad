"""m5.x1: write the judge. Every contest of fast programs is also one of programs that only look fast. This time you find them.

A *candidate* says that it computes what a slower *yardstick* computes. Both are called with one to three arrays, the inputs,
and return one array. The candidate promises that this holds in each call, for whatever make_inputs makes:

- What it returns is a numpy array: its type is np.ndarray and nothing derived from it, its dtype float64, its shape the one
  of the yardstick's answer. How it lies in memory is free; it may be every second number of something larger.
- No number is off by more than 1e-9 of the largest size of a number in the yardstick's answer. All of those are finite. They
  may all be 0; then so are the candidate's, each of them. A 0 may be -0.0.
- It is right when it returns, not later; and it raises nothing.
- It is right also for inputs that it has seen before, and for arrays that it has seen before and that now hold those of
  another seed.
- The numbers in its inputs are as they were.
- The answer is the caller's. It shares no memory with the inputs, no later call changes it, it is writeable, and what the
  caller writes into it changes no later answer.

The seconds that a candidate is praised for are those it takes for *inputs that it has never seen*. One that keeps its answers,
returns a copy of one, and keeps all promises is no cheat, but nor is it faster than it is. It may be slower than the yardstick,
and its first calls may take a hundred times as long.

given_x1 has three honest candidates and ten others; read it. When you submit, five and fifteen others are tried.
"""

import time
from collections.abc import Callable

import numpy as np

Program = Callable[..., np.ndarray]


def measure_and_check(
    candidate: Program,
    yardstick: Program,
    make_inputs: Callable[[int], tuple[np.ndarray, ...]],
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """How many times as fast as the yardstick the candidate is, a float: 3.0 if it needs a third of the time. Raises
    AssertionError if it breaks a promise; what is wrong with it may be the message, which nobody asks for.

    make_inputs(seed) makes a tuple of new arrays, for any int that is 0 or more: the same numbers for the same seed, others
    for another one. All are float64, writeable, with one or two axes and 4 to 1000 numbers, finite, of any size from 1e-15 to
    1e15. Their number and their shapes are the same for all seeds. You may write into them, which harms nobody. The yardstick
    keeps all promises.

    clock() is the time in seconds. In the tests it is not that of your computer, but one which stands still while *your* code
    runs, so you may take your time. For the runs of candidate and yardstick it makes up what a shared machine does to them:
    each is off by 3 % or so, one in ten takes 2 to 20 times as long, and the machine gets hotter and slower from call to call.
    Only where one runs right after the other is the weather the same for both. Divide the seconds of two such runs: you are
    asked for the median of these ratios, of which 40 are enough. It may be off by 10 %. No run takes 0 seconds.

    Who breaks a promise breaks it in one of ten calls at least, wherever it can be broken; so 40 calls of a kind are enough,
    too. To raise AssertionError is to reject, nothing else is. Whoever rejects an honest candidate, or measures it wrongly,
    gets nothing for the others. One that only keeps its answers counts as caught also if the ratio is what it deserves. For
    each candidate there are 2 seconds of your computer's time.
    """
    raise NotImplementedError
