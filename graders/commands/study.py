"""For students: `plot`, `figures` and `doctor`."""

import argparse
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from graders import course
from graders.commands import messages
from graders.commands.common import OK, PROBLEM, Problem, columns, module_and_number, shown
from graders.course import CourseError
from graders.experiment.messages import NO_PICTURE
from graders.experiment.script import FOLDER
from graders.learn import figures
from graders.result import load, load_history, write_atomically
from graders.worker.launch import ONE_THREAD


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    plotting = commands.add_parser("plot", help="draw what the last runs measured: rounds, growth, threads, roofline")
    plotting.add_argument("module", help="for example m2, or m2.e3 for one exercise")
    plotting.add_argument("--result", type=Path, help="draw that result instead of your own runs")
    plotting.add_argument("--out", type=Path, default=Path("results/plots"), help="where to (default: results/plots)")
    plotting.set_defaults(run=_plot)
    measuring = commands.add_parser(
        "figures", help="measure the guide's experiments on this machine and draw them, one at a time"
    )
    measuring.add_argument("wanted", nargs="*", metavar="NAME", help="modules or figures, such as m1 or access (default: all)")
    measuring.add_argument("--quick", action="store_true", help="small sizes, only to see that they work")
    measuring.add_argument("--out", type=Path, help="where to (default: the guide's pictures; in a handout results/figures)")
    measuring.set_defaults(run=_figures)
    doctor = commands.add_parser("doctor", help="look at this machine: what it has, how fast it is, how quiet")
    doctor.add_argument(
        "--page", action="store_true", help="measure it thoroughly, and write a page with roofline, caches, costs"
    )
    doctor.add_argument("--quick", action="store_true", help="with --page: small sizes, only to see that it works")
    doctor.add_argument("--out", type=Path, help="with --page: the file to write (default: results/your-machine.html)")
    doctor.set_defaults(run=_doctor)


def _plot(options: argparse.Namespace) -> int:
    from graders import drawing
    from graders.report import plots

    module, number = module_and_number(options.module)
    try:
        runs = [load(options.result)] if options.result else load_history(Path("results/history.jsonl"))
    except (OSError, ValueError) as error:
        raise Problem(str(error)) from None
    wanted = [each.id for each in module.exercises if number in ("", each.id.partition(".")[2])]
    drawn = 0
    for exercise in wanted:
        for name, plot in plots.of_runs(runs, exercise):
            path = options.out / f"{name}.svg"
            write_atomically(path, drawing.standalone(plot).encode("utf-8"))
            print(f"{path}\n{textwrap.fill(plot.words, columns(), initial_indent='  ', subsequent_indent='  ')}")
            drawn += 1
    if not drawn:
        again = f"pytest assignments/{module.id}" + (f" -k {number}" if number else "")
        raise Problem(f"nothing was measured of {options.module} yet: run {again} first")
    return OK


def _figures(options: argparse.Namespace) -> int:
    out = options.out or (FOLDER if course.is_handout() or options.quick else None)
    try:
        wanted = figures.scripts(options.wanted)
    except figures.NoFigure as error:
        raise CourseError(messages.no_figure(str(error), [each.stem for each in figures.scripts()])) from None
    failed = []
    for number, script in enumerate(wanted, 1):
        print(f"{'' if number == 1 else chr(10)}[{number}/{len(wanted)}] {shown(script)}\n", flush=True)
        if figures.draw(script, out, options.quick):
            failed.append(shown(script))
    if failed:
        raise Problem(messages.figures_failed(failed))
    return OK


def _doctor(options: argparse.Namespace) -> int:
    from graders import doctor

    if options.page:
        return _portrait(options.out or Path("results/your-machine.html"), options.quick)
    if options.quick or options.out:
        raise CourseError(messages.PAGE_ONLY)
    serious = False
    for finding in doctor.findings():
        print(
            textwrap.fill(f"{finding.name:13} {finding.found}", columns(), subsequent_indent=" " * 14, break_on_hyphens=False),
            flush=True,
        )
        if finding.remedy:
            remedy = f"{'':13} → {finding.remedy}"
            print(textwrap.fill(remedy, columns(), subsequent_indent=" " * 16, break_on_hyphens=False), flush=True)
        serious |= finding.serious
    print(f"next          {doctor.next_command()}" if not serious else "next          mend what is marked with →")
    return PROBLEM if serious else OK


def _portrait(out: Path, quick: bool) -> int:
    """Starts anew with BLAS on one thread where that is not so yet: numpy asks for it when it is imported."""
    if not ONE_THREAD.items() <= os.environ.items():
        return subprocess.run([sys.executable, *sys.orig_argv[1:]], env={**os.environ, **ONE_THREAD}).returncode
    from graders import doctor
    from graders.machine_report import page, sections
    from graders.machine_report.measured import measure

    found = measure(quick, lambda what: print(messages.measuring(what), flush=True))
    write_atomically(out, page.page(found, list(doctor.equipment())).encode("utf-8"))
    for paragraph in sections.summary(found):
        table = "\n" in paragraph
        print(f"\n{paragraph if table else textwrap.fill(paragraph, columns())}")
    if not page.can_draw():
        print(f"\n{NO_PICTURE}")
    print(f"\n{shown(out)}")
    return OK
