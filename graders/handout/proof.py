"""Proves that a handout gives nothing away and works: reads every file of it, then runs it as a student would."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import venv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from graders import course, packages
from graders.handout.contents import STARTERS
from graders.result import decode
from graders.site.links import broken

TELLING = 25
"""Characters from which on a line of a solution or hidden test, seen elsewhere, is no coincidence."""
SECRET = {"hidden", "solutions", "wrong"}
"""What no path in a handout, nor in its history, is called."""
IDIOM = re.compile(
    r"(from|import) .+"
    r"|except [\w.]+( as \w+)?:"
    r"|with (Thread|Process)PoolExecutor\(\w+\) as \w+:"
    r"|with contextlib\.suppress\(\w+\):"
    r"|with np\.errstate\(.*\):"
    r"|with torch\.(inference_mode|no_grad)\(\):"
    r"|for \w+ in range\(.*\):"
    r"|@(njit|vectorize)\(.*\)"
)
"""Lines that many files of Python share, however long: they tell nothing."""


def names(paths: Iterable[str]) -> Iterator[str]:
    """Paths that should not be there, each in a sentence."""
    for path in filter(None, paths):
        parts = PurePosixPath(path).parts
        if SECRET & {part.lower().split(".")[0] for part in parts} or parts[-1] == "key.txt":
            yield f"{path}: no file of a handout is called like that"


def strays(root: Path, files: Iterable[str], student: Iterable[str]) -> Iterator[str]:
    """Files beside the starters that are none, drafts of a solution perhaps, and starters that are not the students'."""
    starters = _starters(root)
    for path in sorted(starters - set(student)):
        yield f"{path} is a starter, but not on the list of what is the students': [tool.course] in pyproject.toml"
    for path in files:
        if path.startswith("assignments/") and path.endswith(".py") and not _is_handed(path, starters):
            yield f"{path} is no starter of its module.toml, no test_….py and no given_….py"


def leaks(root: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Lines of solutions, hidden tests and the key that occur in `files`; starters and tests that students get are aside."""
    starters = _starters(root)
    public = {path for path in files if _is_handed(path.replace(f"{STARTERS}/", "assignments/"), starters)}
    shown = {line.strip() for path in public for line in _text(files[path]).splitlines()}
    secret: dict[str, list[tuple[str, str]]] = {}
    for folder in (root / "solutions", root / "graders" / "hidden"):
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            for number, line in enumerate(map(str.strip, _text(path.read_bytes()).splitlines()), 1):
                if len(line) >= TELLING and line not in shown and not IDIOM.fullmatch(line):
                    where = f"{path.relative_to(root).as_posix()}:{number}"
                    secret.setdefault(line[:TELLING], []).append((line, where))
    for name in sorted(set(files) - public):
        for number, line in enumerate(_text(files[name]).splitlines(), 1):
            starts = {line[at : at + TELLING] for at in range(len(line) - TELLING + 1)} & secret.keys()
            for found, where in (each for start in sorted(starts) for each in secret[start]):
                if found in line:
                    shown_line = "the key" if where.endswith("key.txt:1") else found
                    yield f"{name}:{number}: this is line {where}: {shown_line}"
                    break


def links(files: Mapping[str, bytes]) -> Iterator[str]:
    """Links and pictures of the pages in a handout that lead to files or headings it does not have."""
    folders = {str(folder) for path in files for folder in PurePosixPath(path).parents}
    pages = {path: _text(content) for path, content in files.items() if path.endswith(".md")}
    for found in broken(pages, lambda path: path in files or path in folders):
        what = f"a heading #{found.link.anchor} in {found.path}" if found.heading else found.link.target
        yield f"{found.page}:{found.link.line}: {what} is not in the handout"


def _starters(root: Path) -> set[str]:
    modules = [course.load_module(path.parent) for path in sorted((root / "assignments").glob("*/module.toml"))]
    return {exercise.path.relative_to(root).as_posix() for module in modules for exercise in module.exercises}


def _is_handed(path: str, starters: set[str]) -> bool:
    """Whether it is one of the files that students are to read: a starter, public tests, what is given with them."""
    place = PurePosixPath(path)
    given = place.parts[0] == "assignments" and place.suffix == ".py" and place.name.startswith(("test_", "given_"))
    return given or path in starters


def runs(root: Path, modules: Iterable[str]) -> Iterator[str]:
    """Run the handout in `root` with the packages that students install and no others: every exercise is not started."""
    with tempfile.TemporaryDirectory(prefix="handout-proof-") as name:
        python = _bare_python(Path(name) / "python", root)
        for module in modules:
            result = Path(name) / f"{module}.json"
            done = _run(
                root, python, "-m", "pytest", f"assignments/{module}", "-p", "no:cacheprovider", "--result", str(result)
            )
            if not result.is_file():
                last = (done.stderr.strip() or done.stdout.strip() or "nothing was printed").splitlines()[-1]
                yield f"pytest assignments/{module} failed in the handout (exit {done.returncode}): {last}"
                continue
            judged = decode(result.read_bytes(), module)
            for each in course.load_module(root / "assignments" / module).exercises:
                # Compared with the copy that goes along, every starter is as it was handed out, a finished one, too.
                if not course.looks_handed_out(each.path.read_bytes()):
                    yield f"{each.id} should be not started in the handout, but is begun: no function of it is left to write"
            for exercise in judged.exercises:
                if exercise.state != "todo":
                    why = next((line.why for line in exercise.rubric if line.state not in ("todo", "deferred")), "")
                    yield f"{exercise.id} should be not started in the handout, but is {exercise.state}: {why}"
            missing = {each.id for each in course.load_module(root / "assignments" / module).exercises}
            for exercise_id in sorted(missing - {exercise.id for exercise in judged.exercises}):
                yield f"{exercise_id} has no check in the handout"
        done = _run(root, python, "-m", "graders", "--help")
        if done.returncode:
            yield f"python -m graders does not start in the handout: {(done.stderr.strip() or 'no word').splitlines()[-1]}"


def _run(root: Path, python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    keep = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "COURSE"))}
    return subprocess.run(
        [python, *arguments],
        cwd=root,
        env=keep | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
    )


def _bare_python(folder: Path, root: Path) -> Path:
    """A Python that has the handout's dependencies, as installed here, and nothing else."""
    venv.EnvBuilder(symlinks=os.name == "posix").create(folder)
    places = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=places))
    needed = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for package in packages.closure(needed):
        for place in packages.places(package):
            _put(place, site / place.name)
    return Path(sysconfig.get_path("scripts", "venv", vars=places)) / f"python{'.exe' if sys.platform == 'win32' else ''}"


def _put(origin: Path, place: Path) -> None:
    if place.exists():
        return
    try:
        place.symlink_to(origin, target_is_directory=origin.is_dir())
    except OSError:  # Windows allows links to some users only
        (shutil.copytree if origin.is_dir() else shutil.copy2)(origin, place)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")
