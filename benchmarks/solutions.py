"""Are the solutions right, and how fast are they beside the best library call that does the same?

    python benchmarks/solutions.py                          all modules, about a minute
    python benchmarks/solutions.py --only m1.e4 m2          one exercise, and a module
    python benchmarks/solutions.py --quick                  small sizes, hardly timed: only whether all answers agree
    python benchmarks/solutions.py --folder mine            mine/m1/e4_hash_map.py and so on instead of solutions/

Every answer is compared with numpy, torch (eager), the standard library, and scipy where it is installed; then solution and
libraries are timed in turn, on one thread. What is compared stands in rivals/, a few lines a row.

ratio    how many times as long as the solution the library takes: the median over rounds. Above 1 the solution is faster.
reaches  where memory counts: which part of the bandwidth of a = b + c (STREAM's triad, in the same rounds) the solution
         reaches, each byte that has to move counted once. More than 100 % is possible: the triad fetches what it will
         overwrite, which is not counted, and some arrays here fit into the last cache.
         Where arithmetic counts: the time of torch's matrix products alone, through the time of the solution.

A solution that is slower than the best library has a note below the table that says why that may be, or a question mark.
Exercises with kernels for a GPU run in numba's simulator: there is nothing to time. Exits with 1 if an answer is wrong.
"""

import argparse
import gc
import importlib
import multiprocessing
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from rivals import ROWS, Row, Work  # noqa: E402

from graders import course  # noqa: E402
from graders.course import Exercise, Module  # noqa: E402
from graders.experiment import ExperimentResult, duration, interleaved  # noqa: E402
from graders.experiment.findings import table  # noqa: E402
from graders.judge import machine, roofline  # noqa: E402
from graders.text import soften  # noqa: E402
from graders.worker.child import Host  # noqa: E402
from graders.worker.device import fetched  # noqa: E402
from graders.worker.launch import ONE_THREAD  # noqa: E402

COLUMNS = ("", "beside", "answer", "solution", "library", "ratio", "reaches")
SLOWER = 0.9
"""A ratio below this needs a note; above it, who is faster may be another one tomorrow."""


@dataclass(frozen=True)
class Options:
    folder: Path
    rounds: int
    quick: bool

    def size(self, n: int) -> int:
        return n // 32 if self.quick else n


@dataclass(frozen=True)
class Line:
    """A solution beside one library."""

    row: tuple[str, str]
    """Exercise, and what is compared."""
    beside: str
    wrong: str = ""
    seconds: float = 0.0
    library: float = 0.0
    ratio: float = 0.0
    reaches: str = ""


def compared(module: Module, exercises: list[Exercise], options: Options) -> list[Line]:
    """In a process of its own: the lines of these exercises, either all of them in the simulator or none."""
    importlib.import_module(f"rivals.{module.id}")
    lines = []
    for exercise in exercises:
        host = Host(options.folder / module.id / exercise.path.name, exercise.given, simulator=exercise.simulator)
        host.load()
        for row in ROWS.values():
            if row.exercise == exercise.id:
                lines += _compared(row, host.modules, options)
                gc.collect()
    return lines


def _compared(row: Row, modules: Mapping[str, Any], options: Options) -> Iterator[Line]:
    try:
        case = row.make(modules["student"], modules.get("given"), np.random.default_rng(1), options.size)
        mine = _kept(case.shown(case.mine()))
    except Exception as error:
        yield Line(row.key, "nothing yet", f"{type(error).__name__}: {error}")
        return
    wrong = {name: _difference(mine, _kept(case.shown(work())), case.rtol) for name, work in case.others.items()}
    if not row.timed or any(wrong.values()):
        yield from (Line(row.key, name, wrong[name]) for name in case.others)
        return
    works: dict[str, Work] = {"the solution": case.mine, **case.others}
    if case.moved:
        works["triad"], triad_moves = roofline.triad()
    if case.arithmetic:
        works["arithmetic"] = case.arithmetic
    rounds = interleaved(works, options.rounds, 1e-5 if options.quick else 1e-2)
    reaches = ""
    if case.moved:
        reaches = f"{rounds.ratio('triad', 'the solution') * case.moved / triad_moves:.0%} of triad"
    if case.arithmetic:
        reaches = f"{rounds.ratio('arithmetic', 'the solution'):.0%} of torch.mm"
    for name in case.others:
        ratio = rounds.ratio(name, "the solution")
        yield Line(row.key, name, "", rounds.seconds("the solution"), rounds.seconds(name), ratio, reaches)


def _kept(answer: Any) -> Any:
    """The answer, so that the next call cannot change it: tensors as arrays, arrays copied."""
    answer = fetched(answer)
    if isinstance(answer, (tuple, list)):
        return [_kept(each) for each in answer]
    return answer.copy() if isinstance(answer, np.ndarray) else answer


def _difference(mine: Any, theirs: Any, rtol: float) -> str:
    """In what the answers differ; nothing if they do not. Which integer or float type it is does not matter."""
    if isinstance(mine, list) and any(isinstance(each, (list, np.ndarray)) for each in mine):
        if not isinstance(theirs, list) or len(mine) != len(theirs):
            return f"{mine!r:.40}, not {theirs!r:.40}"
        parts = [_difference(one, other, rtol) for one, other in zip(mine, theirs, strict=True)]
        return next((f"part {number}: {part}" for number, part in enumerate(parts) if part), "")
    one, other = np.asarray(mine), np.asarray(theirs)
    if one.shape != other.shape:
        return f"shape {one.shape}, not {other.shape}"
    if rtol:
        apart = ~(np.abs(one - other) <= rtol * np.abs(other).max(initial=0))
    else:
        apart = one != other
    if not apart.any():
        return ""
    at = tuple(map(int, np.argwhere(apart)[0]))
    where = f" at {', '.join(map(str, at))}" if at else ""
    return f"{one[at]}, not {other[at]}{where}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="ID", default=[], help="modules (m1) or exercises (m1.e4)")
    parser.add_argument("--quick", action="store_true", help="small sizes, one round")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, default=course.SOLUTIONS, help="where m1/e4_hash_map.py and so on are")
    given = parser.parse_args()
    soften(sys.stdout)
    options = Options(given.folder.resolve(), 1 if given.quick else given.rounds, given.quick)
    # Before the processes that measure are started: numpy and torch ask when they are imported.
    os.environ.update(ONE_THREAD)
    rivals = {path.stem for path in Path(__file__).parent.glob("rivals/m*.py")}
    modules = [course.find_module(each) for each in course.module_ids() if each in rivals]
    for module in modules:
        importlib.import_module(f"rivals.{module.id}")
    with_rows = {row.exercise for row in ROWS.values()}
    known = {*with_rows, *(module.id for module in modules)}
    if unknown := [name for name in given.only if name not in known]:
        parser.error(f"nothing to compare for {', '.join(unknown)}; there is: {', '.join(sorted(known, key=course.by_number))}")
    lines = []
    for module in modules:
        chosen = [
            exercise
            for exercise in module.exercises
            if exercise.id in with_rows and (not given.only or {exercise.id, module.id} & set(given.only))
        ]
        for _, group in groupby(sorted(chosen, key=lambda each: each.simulator), lambda each: each.simulator):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                lines += pool.submit(compared, module, list(group), options).result()
    return show(lines, options)


def show(lines: list[Line], options: Options) -> int:
    """Table, notes, machine; returns the exit code."""
    cells, notes = [], {}
    for key, group in groupby(lines, lambda line: line.row):
        beside, row = list(group), ROWS[key]
        best = min(beside, key=lambda line: line.ratio)
        slower = row.timed and not best.wrong and best.ratio < SLOWER and not options.quick
        mark = f" [{notes.setdefault(row.note, len(notes) + 1)}]" if slower and row.note else " ?" if slower else ""
        for line in beside:
            first = line is beside[0]
            label = f"{row.exercise}  {row.told(options.size)}" if first else ""
            told = ["WRONG" if line.wrong else "agrees"]
            if row.timed and not any(each.wrong for each in beside):
                told += [duration(line.seconds) if first else "", duration(line.library)]
                told += [f"{line.ratio:.2f}{mark if line is best else ''}", line.reaches if first else ""]
            cells.append([label, line.beside, *told, *[""] * (len(COLUMNS) - 2 - len(told))])
    print(table(ExperimentResult("", COLUMNS, cells, "")))
    for note, number in notes.items():
        print(textwrap.fill(f"[{number}] {note}", 128, subsequent_indent="    "))
    print(f"\n{machine.in_one_line(machine.machine_card(sandboxed=False))}")
    wrong = [line for line in lines if line.wrong]
    for line in wrong:
        print(f"WRONG: {line.row[0]}  {ROWS[line.row].told(options.size)}, beside {line.beside}: {line.wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
