"""What students get and what they can prove: `release` for teachers, `update` and `verify` for students."""

import argparse
from pathlib import Path

from graders import course
from graders.commands import messages
from graders.commands.common import OK, PROBLEM, Problem, say, shown
from graders.course import HIDDEN, ROOT, SOLUTIONS
from graders.handout import manifest
from graders.handout.manifest import CHANGES, NAME
from graders.result import write_atomically
from graders.text import count, harmless, some_of

UPSTREAM = "upstream"
"""The git remote that forks have by convention."""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    updating = commands.add_parser("update", help="renew the course's files from a newer handout; yours are not touched")
    updating.add_argument(
        "source", nargs="?", default="", help="a folder, a zip, an address or a git remote (default: as in HANDOUT)"
    )
    updating.set_defaults(run=_update)
    verifying = commands.add_parser("verify", help="replay a grade with the hidden checks and the key that were published")
    verifying.add_argument("module", help="for example m2")
    verifying.add_argument("published", type=Path, help="the published archive, or key.txt of an unpacked one")
    verifying.add_argument(
        "--files", type=Path, metavar="DIR", help="the exercise files to judge (default: assignments/MODULE)"
    )
    verifying.set_defaults(run=_verify)


def add_release(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """`release` alone: the handout has no use for it."""
    releasing = commands.add_parser("release", help="make what students get, prove that it gives nothing away, commit it")
    releasing.add_argument("out", type=Path, nargs="?", default=Path("out"), help="where to (default: out)")
    releasing.add_argument("--reason", default="", help="why hidden checks are not the ones that were promised")
    releasing.add_argument(
        "--publish-key", default="", metavar="MODULE", help="instead: write a module's hidden checks and key"
    )
    releasing.add_argument(
        "--to", type=Path, default=Path("published"), metavar="DIR", help="where to publish (default: published)"
    )
    releasing.set_defaults(run=_release)


def _release(options: argparse.Namespace) -> int:
    if options.publish_key:
        return _publish(options.publish_key, options.to)
    from graders.grading.store import now
    from graders.handout import promise, release

    out = options.out.resolve()
    release.check_place(out, ROOT)
    before = manifest.read(ROOT) or manifest.read(out)
    found = promise.bundles(course.module_ids())
    if before is not None and (broken := promise.broken(before, found)):
        if not options.reason:
            raise Problem(messages.promise_broken(broken[0], before.version))
        before = promise.amended(before, found, options.reason, now())
    made = release.prepare(ROOT, before, {name: each.sha256 for name, each in found.items()})
    version = made.handout.version
    if before is not None and manifest.is_newer(before.version, version):
        raise Problem(f"the newest entry of {CHANGES} is {version}, but {before.version} was released already")
    if made.findings:
        say("✗ ", made.findings)
        raise Problem(f"{count(len(made.findings), 'finding')}: nothing was written to {shown(out)}")
    release.write(out, made.contents.files, made.handout)
    commit = release.commit(out, ROOT, made.contents.files, made.handout)
    write_atomically(ROOT / NAME, manifest.encode(made.handout))
    files, theirs = len(made.handout.files), len(made.handout.owned("student"))
    say("", [f"handout {version}: {count(files, 'file')} in {shown(out)}, {theirs} of them the students' from now on"])
    say(
        "", ["proven: no line of a solution, hidden test or key in it; every exercise not started, with the base packages only"]
    )
    say("", [f"committed there as {commit}" if commit else "nothing changed, nothing committed"])
    say("", [f"keep {NAME} in git here: it says what was promised"] if commit else [])
    say("left out, because git does not know it: ", made.contents.left_out)
    say("! ", [messages.starter_moved(path) for path in made.moved])
    if before is not None and commit and before.version == version:
        say("! ", [f"files of {version} changed: begin a new entry in {CHANGES} if students have it already"])
    return OK


def _publish(module_id: str, to: Path) -> int:
    """Write the archive that HANDOUT promises the hash of."""
    from graders.handout import promise

    module = course.find_module(module_id)
    handout = manifest.read(ROOT)
    if handout is None or not handout.promised(module.id):
        raise Problem(f"nothing was promised about {module.id} yet: python -m graders release")
    found = promise.bundles([module.id])
    if promise.broken(handout, found):
        raise Problem(messages.promise_broken(module.id, handout.version))
    path = to / f"{module.id}.zip"
    write_atomically(path, found[module.id].content)
    files = count(len(found[module.id].files), "file")
    print(f"{shown(path.resolve())}: {files} of hidden checks and the key of {module.id}, of no other module")
    print(f"SHA-256 {found[module.id].sha256}, as in {NAME}")
    print(f"for students: python -m graders verify {module.id} {path.name}")
    return OK


def _update(options: argparse.Namespace) -> int:
    from graders.handout import source, update

    if SOLUTIONS.is_dir() or (HIDDEN / "key.txt").is_file():
        raise Problem("this is the course itself, with solutions or the key: update is for what students have")
    here = manifest.read(ROOT)
    wanted = options.source or (here.upstream if here else "") or source.remote(ROOT, UPSTREAM)
    if not wanted:
        raise Problem(messages.NO_UPSTREAM)
    with source.opened(wanted, ROOT) as read:
        plan = update.plan(ROOT, read)
        if plan.empty:
            print(f"this is handout {plan.version} already, complete: nothing to do")
            return OK
        try:
            update.apply(ROOT, plan, read)
        except OSError as error:
            raise Problem(messages.cannot_write(str(error))) from None
    for change in plan.changes:
        print(harmless(change.text, 20_000) + "\n")
    names = [path for path in plan.write if path != NAME]
    say("", [f"handout {plan.version}: {count(len(names), 'file')} of the course renewed: {some_of(names, 6)}"])
    say("new exercises: ", [some_of(plan.start)] if plan.start else [])
    say("gone: ", [some_of(list(plan.drop))] if plan.drop else [])
    say("you had changed: ", [f"{path}; yours is {plan.folder}/{path}" for path in plan.kept])
    say("the starter changed: ", [f"{path}; yours stays, the change log says what to change in it" for path in plan.restated])
    print("your own files are as they were")
    if "pyproject.toml" in plan.write:
        print("then: python -m pip install -e .     (what the course needs may have changed)")
    if (ROOT / ".git").exists():
        print(f"then: git add -A && git commit -m 'handout {plan.version}'")
    return OK


def _verify(options: argparse.Namespace) -> int:
    from graders.grading import verify
    from graders.grading.run import GraderTrouble
    from graders.handout import bundle

    module = course.find_module(options.module)
    handout = manifest.read(ROOT)
    if handout is None:
        raise Problem(f"there is no {NAME} here: what was promised stands in the handout")
    published = bundle.load(options.published, module.id)
    amendment = verify.check(handout, module.id, published)
    print(f"hidden checks of {module.id}: as promised with handout {handout.version}")
    print(f"  SHA-256 {published.sha256}")
    if amendment is not None:
        say("  ", [f"changed on {amendment.when[:10]}; before, they were {amendment.old}: {harmless(amendment.reason, 300)}"])
    folder = options.files or module.folder
    print(f"judging {shown(folder.resolve())} with that key; the races take a while …", flush=True)
    try:
        result, boxed = verify.replay(ROOT, handout, module.id, published, folder)
    except GraderTrouble as trouble:
        raise Problem(str(trouble)) from None
    if not boxed:
        print("there is no sandbox here, as grading has: what is forbidden there may work here")
    for exercise in result.exercises:
        print(f"{exercise.id} {exercise.title:48.48} {exercise.points:3}/{exercise.max}")
        for line in exercise.rubric:
            print(f"  {line.id:16} {line.points:2}/{line.max:<2}  {line.state}")
            for check in line.checks:
                if check.state not in ("pass", "todo", "deferred"):
                    details = " · ".join(check.details)
                    say("      ", [harmless(f"{check.title}: {check.why}{': ' if details else ''}{details}", 600)])
    print(f"total {result.points}/{result.max}")
    say("", [messages.VERIFIED])
    return PROBLEM if any(line.state == "error" for each in result.exercises for line in each.rubric) else OK
