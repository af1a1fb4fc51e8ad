"""The command line of an experiment: constants as options, the table on the screen, table and picture in files."""

import argparse
import ast
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType

from graders.course import ROOT
from graders.experiment import messages
from graders.experiment.findings import ExperimentResult, table
from graders.judge import machine
from graders.result import write_atomically
from graders.text import WIDEST, soften
from graders.worker.launch import ONE_THREAD

FOLDER = ROOT / "results" / "figures"
"""Where those who try something get their pictures; those of the guide are made by `python -m graders figures`."""

NOISY = 0.1
"""At more timing noise than that, a picture says that it is not to be trusted."""


def main(measure: Callable[[], ExperimentResult], quick: Mapping[str, object] | None = None, *, timed: bool = True) -> None:
    """Set the script's constants from the command line, measure, show and write what was found.

    Where only counting is done (`timed=False`), a busy machine does not matter.
    Starts the script anew with BLAS on one thread where that is not so yet: numpy asks for it when it is imported.
    """
    if not ONE_THREAD.items() <= os.environ.items():
        raise SystemExit(subprocess.run([sys.executable, *sys.orig_argv[1:]], env={**os.environ, **ONE_THREAD}).returncode)
    script = sys.modules[measure.__module__]
    path = Path(str(script.__file__))
    soften(sys.stdout)
    options, command = _options(script, path, quick or {})
    before = machine.timing_noise()
    found = measure()
    card = machine.machine_card(sandboxed=False)
    card["noise"] = noise = max(before, float(card["noise"]))
    caption = f"{machine.in_one_line(card)} · {date.today()} · {command}"
    if timed and noise > NOISY:
        caption = f"{messages.noisy_picture(noise)} · {caption}"
    told = f"{found.title}\n\n{table(found)}\n"
    try:
        print(f"{told}\n{textwrap.fill(found.words, WIDEST)}\n\n{textwrap.fill(caption, WIDEST)}", flush=True)
        _write(options.out, path.stem, found, told, caption)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _options(script: ModuleType, path: Path, quick: Mapping[str, object]) -> tuple[argparse.Namespace, str]:
    """Read the command line and set the script's constants; also returns how it was called, without what is usual."""
    parser = argparse.ArgumentParser(description=script.__doc__)
    constants = dict(_constants(script, path))
    for name, comment in constants.items():
        usual = getattr(script, name)
        one = usual[0] if isinstance(usual, tuple) else usual
        shown = " ".join(map(str, usual)) if isinstance(usual, tuple) else usual
        parser.add_argument(
            _option(name),
            dest=name,
            type=type(one),
            nargs="+" if isinstance(usual, tuple) else None,
            metavar=type(one).__name__.upper()[:5],
            help=f"{comment} (now {shown})".replace("%", "%%"),
        )
    parser.add_argument("--quick", action="store_true", help="small sizes, only to see that it works")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where table and picture go (default: results/figures)")
    options = parser.parse_args()
    command = f"{path.name} --quick" if options.quick else path.name
    for name, value in quick.items() if options.quick else ():
        if name not in constants:
            raise ValueError(f"{path.name} has no constant {name} with a comment behind it")
        setattr(script, name, value)
    for name in constants:
        if (chosen := getattr(options, name)) is not None:
            setattr(script, name, tuple(chosen) if isinstance(chosen, list) else chosen)
            command += f" {_option(name)} {' '.join(map(str, chosen)) if isinstance(chosen, list) else chosen}"
    return options, command


def _constants(script: ModuleType, path: Path) -> Iterator[tuple[str, str]]:
    """(name, comment) of each constant in capitals that is a number, a text or a tuple, and has a comment behind it."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        if not isinstance(statement, ast.Assign) or not isinstance(target := statement.targets[0], ast.Name):
            continue
        _, behind, comment = lines[(statement.end_lineno or 1) - 1].partition("  # ")
        if behind and target.id.isupper() and isinstance(getattr(script, target.id), (int, float, str, tuple)):
            yield target.id, comment.strip()


def _option(name: str) -> str:
    return f"--{name.lower().replace('_', '-')}"


def _write(folder: Path, name: str, found: ExperimentResult, told: str, caption: str) -> None:
    try:
        from graders import drawing
        from graders.experiment import figures
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        print(f"\n{messages.NO_PICTURE}")
        return
    file = folder / f"{name}.svg"
    write_atomically(folder / f"{name}.txt", f"{told}\n{caption}\n".encode())
    write_atomically(file, drawing.standalone(figures.of(found, caption)).encode())
    print(f"\n{file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file}")
