"""For nbgrader's own commands: `nbgrader` makes their course folder ready, `notebook` makes what students write answers in."""

import argparse
from pathlib import Path

from graders import course, submission
from graders.commands.common import OK, Problem, add_roster, add_section, add_store, chosen, class_of, say, say_section, shown
from graders.commands.export import class_list, say_entered
from graders.result import load, write_if_changed
from graders.submission import Submission, is_about
from graders.text import harmless


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bridging = commands.add_parser("nbgrader", help="make ready a course folder in which nbgrader's own commands work")
    bridging.add_argument("module", help="for example m2")
    bridging.add_argument("folder", type=Path, nargs="?", help="submissions to put into it: one folder per student")
    bridging.add_argument("--db", default="", metavar="URL", help="the gradebook (default: SQLite in the course folder)")
    add_roster(bridging, "names and deadlines for the gradebook, and sections")
    add_section(bridging, "")
    add_store(bridging)
    bridging.set_defaults(run=_nbgrader)
    asking = commands.add_parser("notebook", help="make the notebook for written answers, handin.ipynb, from handin.md")
    asking.add_argument("module", help="for example m2")
    asking.set_defaults(run=_notebook)


def _nbgrader(options: argparse.Namespace) -> int:
    from graders.export.grades import ExportError
    from graders.export.nbgrader import gradebook, stage

    module, folder = course.find_module(options.module), options.out.resolve() / "nbgrader"
    whose = chosen(options)
    found = submission.find_submissions(options.folder, module) if options.folder else []
    if options.folder:
        say_section(whose, [each.student for each in found], class_of(options))
    submissions = [each for each in found if whose.has(each.student)]
    listed = class_list(options)
    try:
        place = gradebook.prepare(module, folder, options.db)
        entered = gradebook.enter(module, folder, listed) if listed else None
        staged = stage.stage(module, submissions, place)
    except ExportError as error:
        raise Problem(str(error)) from None
    for student, note in stage.rows(staged):
        say(_name(student), [note])
    for each in submissions:
        if trouble := _stale(options.out / module.id / f"{each.student}.json", each):
            say(_name(each.student), [f"{trouble}: run python -m graders grade {module.id} {options.folder} first"])
    if entered:
        say_entered(entered)
    if options.folder:
        accepted = sum(each.accepted for each in staged)
        print(f"{accepted} handed over, {sum(each.changed for each in staged)} of them new or changed")
    if options.overrides.is_file() and options.overrides.resolve() != place.overrides:
        config = shown(folder / "nbgrader_config.py")
        say("! ", [f"nbgrader autograde does not read {options.overrides}: name it in {config}, c.Verdicts.overrides"])
    print(f"next: cd {shown(folder)}, then nbgrader {'autograde' if options.folder else 'generate_assignment'} {module.id}")
    return OK


def _stale(path: Path, submission: Submission) -> str:
    """Why the result there is not one of this submission; empty when it is."""
    try:
        judged = load(path)
    except FileNotFoundError:
        return "not graded yet"
    except ValueError as error:
        return str(error)
    return "" if is_about(judged, submission.files) else "handed in other files than were graded"


def _name(student: str) -> str:
    return f"{harmless(student, 60):16} "


def _notebook(options: argparse.Namespace) -> int:
    from graders.export.nbgrader import notebooks

    module = course.find_module(options.module)
    path = module.folder / submission.NOTEBOOK
    changed = write_if_changed(path, notebooks.text(notebooks.handed_out(module)))
    print(f"{shown(path)}{'' if changed else ': nothing changed'}")
    return OK
