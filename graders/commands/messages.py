"""What the commands say, beside the sentences of the rooms they call."""

import difflib
from collections.abc import Sequence

from graders.messages import refused

NOT_FINISHED = "This run has not come to its end."
NOTHING_CHANGED = "No exercise changed in this push, so there was nothing to run."
NO_UPSTREAM = (
    "this handout does not say where newer ones are: give a folder, a zip, an address or a git remote, "
    "for example python -m graders update ~/Downloads/handout.zip"
)
VERIFIED = (
    "lines that race may come out a step apart on another machine, and say little where they are too noisy to call; "
    "everything else has to agree with your grade, and if it does not, show this to your instructor"
)
NOTHING_DONE = "nothing was changed"
NOT_HANDED_IN = "nothing was handed in"
PAGE_ONLY = "--quick and --out go with --page"


def for_instructors(command: str, example: str) -> str:
    return (
        f"{command} is for instructors: it needs hidden tests or solutions, which a handout does not have; you want {example}"
    )


def cannot_write(why: str) -> str:
    return f"{why}: close whatever has that file open; the next command completes the update"


def promise_broken(module: str, version: str) -> str:
    return (
        f"hidden checks or key of {module} are not those that handout {version} promised: "
        "say why with --reason, of regrade where grades change, else of release"
    )


def starter_moved(path: str) -> str:
    return f"{path} is not what students got, and theirs stays: say in CHANGELOG.md which line to change"


def no_command(typed: str, present: Sequence[str]) -> str:
    alike = difflib.get_close_matches(typed, present, 1)
    ways = {"hint": "pytest assignments/m2 --hint", "hints": "pytest assignments/m2 --hint"}
    ways |= dict.fromkeys(("test", "run", "pytest", "start"), "pytest assignments/m2")
    better = f"did you mean {alike[0]}?" if alike else "python -m graders --help lists what there is"
    return f"there is no command {typed!r}: " + (f"you want {ways[typed]}" if typed in ways else better)


def system_refuses(error: OSError) -> str:
    return f"{refused(error)}, then type the same command again; nothing that was there is lost"


def no_terminal(module: str) -> str:
    return f"watch listens to keys, so it needs a terminal; for a single run: pytest assignments/{module}"


def really_reset_all(module: str) -> str:
    return f"put every exercise of {module} back as it was handed out? Yours are kept. Type {module} if so:"


def given_back(file: str) -> str:
    return f"{file} is as it was handed out"


def as_handed_out(file: str) -> str:
    return f"{file} is as it was handed out: nothing to do"


def which_exercise(module: str, first: str) -> str:
    return f"which exercise of {module}? For example {module}/{first}; --all for all of them"


def never_run(module: str) -> str:
    return f"no run of {module} yet: pytest assignments/{module} makes the first"


def not_started_yet(module: str) -> str:
    return f"nothing of {module} is started yet: the files are as they were handed out"


def expected_of_everybody(exercises: Sequence[str]) -> str:
    return f"not started, and expected of everybody: {', '.join(exercises)}"


def unjudged(points: int) -> str:
    return f"{points} more not run" if points else ""


def too_noisy_yet(points: int) -> str:
    return f"{points} more too noisy to call" if points else ""


def noisy_again(points: int, module: str) -> str:
    return (
        f"{points} points are open because this machine was too busy to measure: run pytest assignments/{module} again when it "
        "is quiet, or leave it to grading, which measures again"
    )


def run_again(points: int, module: str) -> str:
    return f"{points} points are open, not run since the files were changed: pytest assignments/{module}"


def earlier_runs(count: int) -> str:
    return f"{count} earlier run{'' if count == 1 else 's'}: add --all"


def nothing_to_hand_in(module: str) -> str:
    return f"there is no file of {module} to hand in"


def really_write(file: str, there: bool) -> str:
    return f"write {file}{', over the one that is there' if there else ''}? (y/n)"


def really_tag(module: str) -> str:
    return f"tag the last commit as your submission of {module}? (y/n)"


def cannot_write_zip(file: str, why: str) -> str:
    return f"{file} cannot be written: {why}"


def no_figure(wanted: str, there: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted, there, 1)
    which = f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
    return f"the guide has no figure {wanted!r}: {which}"


def figures_failed(scripts: Sequence[str]) -> str:
    return f"{', '.join(scripts)} failed, see above: its picture, if it had one, is the old one"


def handed_in_zip(file: str) -> str:
    return f"written: {file}; upload it where your course collects submissions"


def handed_in_tag(tag: str) -> str:
    return f"tagged: {tag}; now send it off: git push --follow-tags"


def measuring(what: str) -> str:
    return f"measuring {what} …"
