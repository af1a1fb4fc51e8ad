"""For authors of checks: `mutate` makes small faults in the solutions, and says which of them nobody notices."""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

from graders import course
from graders.authoring.mutation import figures, judging, mutants
from graders.authoring.mutation.figures import Figure
from graders.authoring.mutation.judging import Fate
from graders.authoring.mutation.mutants import Mutant
from graders.commands.common import OK, PROBLEM, Problem, module_and_number, say, shown
from graders.course import CourseError, Exercise, Module
from graders.text import count
from graders.worker.launch import cores


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mutating = commands.add_parser("mutate", help="make small faults in solutions, and list those that no check finds")
    mutating.add_argument("wanted", nargs="*", help="for example m2.e5, or m2 (default: the whole course)")
    mutating.add_argument(
        "--only", action="append", default=[], metavar="OPERATOR", help=f"faults of one kind: {', '.join(mutants.names())}"
    )
    mutating.add_argument("--limit", type=int, help=f"so many of each exercise, 0 for all (default: {mutants.LIMIT})")
    mutating.add_argument("--seed", type=int, default=mutants.SEED, help="another one draws others")
    mutating.add_argument("--jobs", type=int, default=cores(), help="so many beside each other (default: one per core)")
    mutating.add_argument("--races", action="store_true", help="judge by races, too: leave the machine alone meanwhile")
    mutating.add_argument("--again", action="store_true", help="only those that survived the last time")
    mutating.add_argument("--list", action="store_true", help="only show the faults")
    mutating.set_defaults(run=_mutate)


def _mutate(options: argparse.Namespace) -> int:
    if unknown := sorted(set(options.only) - set(mutants.names())):
        raise CourseError(f"there is no operator {unknown[0]!r}: there are {', '.join(mutants.names())}")
    code = OK
    for module, exercises in _wanted(options.wanted).items():
        found = {exercise: mutants.mutants(module, exercise, options.only) for exercise in exercises}
        limit = mutants.LIMIT if options.limit is None else options.limit
        samples = {exercise: mutants.sample(made, limit, options.seed) for exercise, made in found.items()}
        if options.again:
            last = figures.last_survivors()
            samples = {each: [one for one in made if one.key in last.get(each.id, ())] for each, made in found.items()}
        if options.list:
            _show(samples)
            continue
        digests = {exercise: figures.digest(module, exercise) for exercise in exercises}  # before anybody changes a test
        stale = {exercise: _stale(module, exercise, found[exercise], options.only) for exercise in exercises}
        fates = _judged(module, samples, options)
        told = {exercise: _told(module, exercise, fates[exercise], digests[exercise]) for exercise in exercises}
        is_usual = limit == mutants.LIMIT and options.seed == mutants.SEED
        if is_usual and not (options.only or options.races or options.again):
            figures.keep(module, {exercise.number: figure for exercise, figure in told.items()})
            print(f"kept in {shown(figures.path_of(module))}")
        for exercise in exercises:
            say("✗ ", [f"{exercise.id}: {sentence}" for sentence in stale[exercise]])
        if any(stale.values()) or not all(figure.suffices for figure in told.values()):
            code = PROBLEM
    return code


def _stale(module: Module, exercise: Exercise, found: Sequence[Mutant], only: Sequence[str]) -> list[str]:
    """Complaints about records. Those of operators that nobody asked for may fit."""
    known = [each for each in mutants.records(module, exercise) if not only or each.operator in only]
    return [each.complaint for each in mutants.unused(found, known)]


def _wanted(names: Sequence[str]) -> dict[Module, list[Exercise]]:
    found: dict[Module, list[Exercise]] = defaultdict(list)
    modules: dict[str, Module] = {}
    for name in names or course.module_ids():
        module, number = module_and_number(name)
        module = modules.setdefault(module.id, module)
        found[module] += [
            each
            for each in module.exercises
            if number in ("", each.number) and each.id not in {one.id for one in found[module]}
        ]
    return found


def _show(samples: dict[Exercise, list[Mutant]]) -> None:
    for exercise, chosen in samples.items():
        print(f"{exercise.id} {exercise.title}: {count(len(chosen), 'mutant')}")
        for mutant in chosen:
            print(f"\n{mutant.diff}")


def _judged(module: Module, samples: dict[Exercise, list[Mutant]], options: argparse.Namespace) -> dict[Exercise, list[Fate]]:
    """Every sample; the solutions first, for whatever they lose would look like a mutant that was found."""
    for fate in judging.fates(module, {exercise: [None] for exercise in samples}, jobs=1, races=options.races):
        if fate.outcome == "killed":
            raise Problem(f"the solution of {fate.exercise.id} fails itself: {fate.why}")
    fates: dict[Exercise, list[Fate]] = {exercise: [] for exercise in samples}
    total = sum(map(len, samples.values()))
    for done, fate in enumerate(judging.fates(module, samples, jobs=options.jobs, races=options.races), 1):
        fates[fate.exercise].append(fate)
        if sys.stderr.isatty() or done % 50 == 0:
            print(f"{module.id}: {done} of {total}", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
    return fates


def _told(module: Module, exercise: Exercise, fates: Sequence[Fate], digest: str) -> Figure:
    """Print what became of an exercise's mutants, and count."""
    figure, left = figures.counted(module, exercise, fates, digest)
    figures.remember_survivors(exercise, left)
    print(f"{exercise.id} {exercise.title}: {figures.told(figure)}", flush=True)
    for mutant in left:
        print(f"\n{mutant.diff}\n\n# if it is equivalent, in {shown(mutants.file_of(module))}:\n{mutant.record}")
    for fate in fates:
        if fate.outcome == "undecided" and fate.mutant is not None:
            print(f"  undecided: {fate.mutant.operator}, line {fate.mutant.line}: {fate.why}")
    if left:
        kinds = Counter(mutant.operator for mutant in left)
        print(f"  {exercise.id} survived: {', '.join(f'{number} {kind}' for kind, number in kinds.most_common())}\n")
    return figure
