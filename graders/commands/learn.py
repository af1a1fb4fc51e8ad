"""For students: `watch`, `reset`, `history` and `handin`."""

import argparse
import textwrap
from datetime import datetime
from pathlib import Path

from graders import course
from graders.commands import messages
from graders.commands.common import OK, PROBLEM, Problem, ask, columns, confirmed, exercise_named, say, shown
from graders.course import CourseError, Module
from graders.handout import manifest
from graders.handout.edited import NoStarter
from graders.judge.messages import NOT_STARTED
from graders.learn import history, packing, starters
from graders.learn.messages import kept_as, really_reset
from graders.progress import progress_in, runs_of
from graders.report.messages import of_them_bonus


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    watching = commands.add_parser("watch", help="run an exercise whenever its file is saved; keys for the rest")
    watching.add_argument("module", help="for example m2")
    watching.set_defaults(run=_watch)
    resetting = commands.add_parser("reset", help="put a starter back; your own file is kept beside it")
    resetting.add_argument("exercise", help="for example m2/e1_amdahl or m2.e1; a module with --all")
    resetting.add_argument("--all", action="store_true", help="every exercise of the module")
    resetting.add_argument("--yes", action="store_true", help="do not ask")
    resetting.set_defaults(run=_reset)
    looking = commands.add_parser("history", help="your own runs: points and speed-ups, as a table or drawn")
    looking.add_argument("module", help="for example m2")
    looking.add_argument("--plot", action="store_true", help="draw results/history-MODULE.svg as well")
    looking.add_argument("--all", action="store_true", help="every run, not the last 20 only")
    looking.set_defaults(run=_history)
    handing = commands.add_parser("handin", help="show what belongs into the submission and what is known of it, then pack it")
    handing.add_argument("module", help="for example m2")
    handing.add_argument("--out", type=Path, help="the zip to write (default: MODULE-handin.zip in the course's folder)")
    handing.add_argument("--tag", action="store_true", help="make a git tag instead of a zip")
    handing.add_argument("--yes", action="store_true", help="do not ask")
    handing.set_defaults(run=_handin)


def _watch(options: argparse.Namespace) -> int:
    from graders.learn import keyboard, watch

    module = course.find_module(options.module)
    if not keyboard.is_terminal():
        raise CourseError(messages.no_terminal(module.id))
    with keyboard.Keyboard() as keys:
        watch.Watch(module, keys).loop()
    return OK


def _reset(options: argparse.Namespace) -> int:
    if options.all:
        module = course.find_module(options.exercise)
        exercises = module.exercises
    else:
        module, exercise = exercise_named(options.exercise)
        exercises = (exercise,)
    try:
        changed = [each for each in exercises if not starters.as_handed_out(each)]
    except NoStarter as error:
        raise Problem(str(error)) from None
    if not changed:
        print(messages.as_handed_out(f"{module.id}" if options.all else shown(exercises[0].path)))
        return OK
    if not options.yes:
        sure = (
            ask(messages.really_reset_all(module.id)) == module.id
            if options.all
            else confirmed(really_reset(shown(exercises[0].path)))
        )
        if not sure:
            print(messages.NOTHING_DONE)
            return PROBLEM
    now = datetime.now()
    for each in changed:
        kept = starters.give_back(each, now)
        say("", [messages.given_back(shown(each.path))])
        if kept is not None:
            say("", [kept_as(shown(kept))])
    return OK


def _history(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    runs = runs_of(module)
    if not runs:
        raise Problem(messages.never_run(module.id))
    last = runs if options.all else runs[-20:]
    for row in history.rows(last, columns()):
        print(row)
    if len(last) < len(runs):
        print(messages.earlier_runs(len(runs) - len(last)))
    if options.plot:
        from graders import drawing
        from graders.report import plots
        from graders.result import write_atomically

        plot = plots.progress(module, runs)
        path = course.ROOT / "results" / f"history-{module.id}.svg"
        write_atomically(path, drawing.standalone(plot).encode("utf-8"))
        print(f"{shown(path)}\n{textwrap.fill(plot.words, columns(), initial_indent='  ', subsequent_indent='  ')}")
    return OK


def _handin(options: argparse.Namespace) -> int:
    module = course.find_module(options.module)
    packed = packing.plan(module)
    _show_packing(module, packed)
    if not packed.files:
        raise Problem(messages.nothing_to_hand_in(module.id))
    path = options.out or course.ROOT / f"{module.id}-handin.zip"
    question = messages.really_tag(module.id) if options.tag else messages.really_write(shown(path), path.exists())
    if not options.yes and not confirmed(question):
        print(messages.NOT_HANDED_IN)
        return PROBLEM
    try:
        if options.tag:
            say("", [messages.handed_in_tag(packing.tag(module, packed.files, datetime.now()))])
            return OK
        packing.write_zip(path, module, packed.files, manifest.version())
    except packing.NotPacked as error:
        raise Problem(str(error)) from None
    except OSError as error:
        raise Problem(messages.cannot_write_zip(shown(path), error.strerror or str(error))) from None
    say("", [messages.handed_in_zip(shown(path))])
    return OK


def _show_packing(module: Module, packed: packing.Packing) -> None:
    """What goes in with the points known so far, what stays out and why, what is undecided, what is doubtful."""
    progress = progress_in(module, runs_of(module))
    by_file = {each.exercise.path.name: each for each in progress}
    print(f"{module.id} · {module.title}")
    column = max(len(shown(file)) for file in packed.files) if packed.files else 0
    for file in packed.files:
        if (each := by_file.get(file.name)) is None:
            say("  in   ", [shown(file)])
            continue
        open_ = filter(None, (messages.unjudged(each.unknown), messages.too_noisy_yet(each.noisy)))
        words = NOT_STARTED if each.state == "todo" else ", ".join(open_)
        say("  in   ", [f"{shown(file):{column}} {f'{each.points}/{each.public}':>6}{f'  {words}' if words else ''}"])
    for why in dict.fromkeys(why for _, why in packed.left_out):
        say("  out  ", [f"{', '.join(name for name, its in packed.left_out if its == why)}: {why}"])
    for doubt in packed.doubts:
        say("  !    ", [doubt])
    if unknown := sum(each.unknown for each in progress):
        say("  !    ", [messages.run_again(unknown, module.id)])
    if noisy := sum(each.noisy for each in progress):
        say("  !    ", [messages.noisy_again(noisy, module.id)])
    waiting = [each.exercise.id for each in progress if each.exercise.expected and each.state == "todo"]
    if waiting and any(each.state != "todo" for each in progress):
        say("  !    ", [messages.expected_of_everybody(waiting)])
    points, most = sum(each.points for each in progress), sum(each.public for each in progress)
    bonus = of_them_bonus(sum(each.public for each in progress if not each.exercise.required))
    names = {"gpu": "GPU", "hidden": "hidden"}
    undecided = {kind: sum(each.undecided.get(kind, 0) for each in progress) for kind in names}
    rest = [f"{count} {names[kind]}" for kind, count in undecided.items() if count]
    say(
        "",
        [f"public points known so far  {points}/{most}{bonus}" + (f"   + {' and '.join(rest)} at submission" if rest else "")],
    )
    if all(each.state == "todo" for each in progress):
        say("", [messages.not_started_yet(module.id)])
