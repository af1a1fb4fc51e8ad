"""Eight faulty run-length codes meet six sets of properties: which faults are found, and after how many examples?"""

import itertools
import statistics
from collections.abc import Callable

from hypothesis import Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from graders.experiment import Axis, Bars, ExperimentResult, main

EXAMPLES = 200  # inputs that a set of properties is tried with
SEEDS = 9  # how often, each time with other inputs
LONGEST = 600  # cells of the longest run that is made on purpose

FULL = 255


def encode(values):
    """Pairs of a value and a count, 1 to 255; runs that are longer take several."""
    pairs = []
    for value in values:
        if pairs and pairs[-1][0] == value and pairs[-1][1] < FULL:
            pairs[-1] = (value, pairs[-1][1] + 1)
        else:
            pairs.append((value, 1))
    return pairs


def decode(pairs):
    return [value for value, count in pairs for _ in range(count)]


def no_limit(values):
    return [(value, len(list(run))) for value, run in itertools.groupby(values)]


def changes_its_input(values):
    pairs = encode(values)
    values.clear()
    return pairs


MUTANTS = {
    "forgets the limit": no_limit,
    "loses the last pair": lambda values: encode(values)[:-1],
    "never merges": lambda values: [(value, 1) for value in values],
    "sorts": lambda values: encode(sorted(values)),
    "changes its input": changes_its_input,
    "counts modulo 256": lambda values: [(value, count % 256) for value, count in no_limit(values)],
    "adds an empty run": lambda values: [*encode(values), (7, 0)],
    "drops the sign": lambda values: encode([abs(value) for value in values]),
}
"""A faulty `encode` each; all of them decode as they should."""


def comes_back(values, pairs, before):
    assert before == decode(pairs)


def counts_fit(values, pairs, before):
    assert all(1 <= count <= FULL for _, count in pairs)


def neighbours_differ(values, pairs, before):
    for (value, count), (following, _) in itertools.pairwise(pairs):
        assert value != following or count == FULL


def input_unchanged(values, pairs, before):
    assert values == before


def sets():
    """By name, how inputs are invented, and the properties that they are tried on."""
    by_hand = st.sampled_from([[], [3], [1, 1, 2]])
    plain = st.lists(st.integers(-5, 5), max_size=30)
    runs = st.lists(st.tuples(st.integers(-5, 5), st.integers(1, LONGEST)), max_size=4)
    both = plain | runs.map(lambda found: [value for value, length in found for _ in range(length)])
    properties = [comes_back, counts_fit, neighbours_differ, input_unchanged]
    return {
        "three examples by hand": (by_hand, properties[:1]),
        "what goes in comes back": (plain, properties[:1]),
        "… with long runs, too": (both, properties[:1]),
        "… and every count fits": (both, properties[:2]),
        "… and neighbours differ": (both, properties[:3]),
        "… and the input stays": (both, properties),
    }


def found_after(faulty: Callable, inputs: st.SearchStrategy, properties: list, number: int) -> int:
    """How many inputs it took to find the fault; 0 if it was not found."""
    tried = 0

    @seed(number)
    @settings(max_examples=EXAMPLES, phases=[Phase.generate], database=None, deadline=None, verbosity=Verbosity.quiet)
    @given(inputs)
    def every_property(values):
        nonlocal tried
        tried += 1
        before = list(values)
        pairs = faulty(values)
        for holds in properties:
            holds(values, pairs, before)

    try:
        every_property()
    except AssertionError:
        return tried
    return 0


def measure():
    tried = sets()
    found = {
        name: {
            mutant: [found_after(faulty, inputs, properties, number) for number in range(SEEDS)]
            for mutant, faulty in MUTANTS.items()
        }
        for name, (inputs, properties) in tried.items()
    }
    for name, (inputs, properties) in tried.items():
        assert not found_after(encode, inputs, properties, 0), f"{name}: the right one is rejected"
    killed = {
        name: [mutant for mutant, each in mutants.items() if sum(map(bool, each)) > SEEDS / 2]
        for name, mutants in found.items()
    }
    last = list(tried)[-1]
    slowest = {mutant: statistics.median(each) for mutant, each in found[last].items()}
    hardest = max(slowest, key=lambda mutant: slowest[mutant])
    return ExperimentResult(
        f"Eight faulty run-length codes, {EXAMPLES} inputs, {SEEDS} times",
        ["properties", "found", "of the rest the first"],
        [
            [name, f"{len(killed[name])} of 8", next((mutant for mutant in MUTANTS if mutant not in killed[name]), "")]
            for name in tried
        ],
        f"Three examples by hand find {len(killed['three examples by hand'])} of 8 faults, a round trip of invented lists "
        f"{len(killed['what goes in comes back'])}, with long runs {len(killed['… with long runs, too'])}, and four properties "
        f"together {len(killed[last])}. The one that takes longest, “{hardest}”, takes {slowest[hardest]:.0f} inputs.",
        [
            Bars(Axis("faults found, of 8"), {name: {"": float(len(killed[name]))} for name in tried}),
            Bars(
                Axis("inputs until it is found, with all properties"), {mutant: {"": each} for mutant, each in slowest.items()}
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"EXAMPLES": 60, "SEEDS": 3}, timed=False)
