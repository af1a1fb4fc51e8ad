"""What students get, how it is renewed, and how they prove a grade: `release`, `update`, `verify`."""

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graders.course import ROOT, find_module, module_ids
from graders.handout import manifest
from graders.handout.contents import contents
from graders.handout.manifest import HandoutError
from graders.handout.proof import IDIOM
from tests.checkout import FAST, HIDDEN, WRONG, Checkout
from tests.journeys.handout import git, release


def said(done: subprocess.CompletedProcess[str]) -> str:
    return " ".join((done.stdout + done.stderr).split())


def tree(folder: Path) -> dict[str, bytes]:
    """Everything but git's own and what running leaves behind."""
    skip = {".git", "__pycache__", ".pytest_cache", ".hypothesis"}
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {path.as_posix(): file.read_bytes() for path, file in files.items() if not skip & set(path.parts)}


@pytest.fixture
def course(first: Path, tmp_path: Path) -> Checkout:
    shutil.copytree(first, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return Checkout(tmp_path / "course")


# Release.


def test_a_handout_gives_nothing_away(first: Path):
    files = tree(first / "out")
    handed = {line.strip() for path, each in files.items() if path.endswith(".py") and "assignments" in path
              for line in each.decode().splitlines()}  # fmt: skip
    secret = set()
    for path in [*first.glob("solutions/**/*.py"), *first.glob("graders/hidden/**/*")]:
        secret |= (
            {line.strip() for line in path.read_text().splitlines()} if path.is_file() and path.suffix != ".pyc" else set()
        )
    assert (first / "graders/hidden/key.txt").read_text().strip() in secret
    telling = {line for line in secret - handed if len(line) >= 25 and not IDIOM.fullmatch(line)}
    assert len(telling) > 500
    everything = "\n".join(each.decode() for path, each in files.items() if not path.startswith("assignments/"))
    assert [line for line in telling if line in everything] == []
    parts = {part.split(".")[0] for path in files for part in path.split("/")}
    assert not parts & {"hidden", "solutions", "wrong", "tests", "benchmarks", "draft", "instructors"}
    assert not any(path.endswith("key.txt") for path in files)


def test_a_handout_says_what_it_is(first: Path):
    out = first / "out"
    handout = manifest.read(out)
    files = tree(out)
    assert handout is not None and set(handout.files) | {"HANDOUT"} == set(files)
    assert all(entry.sha256 == hashlib.sha256(files[path]).hexdigest() for path, entry in handout.files.items())
    assert handout.version == manifest.changes((ROOT / "CHANGELOG.md").read_text())[0].version
    starters = {path.relative_to(first).as_posix() for path in first.glob("assignments/m*/[ex][0-9]*_*.py")}
    assert handout.owned("student") == starters
    assert len(starters) == 2 + sum(len(find_module(module).exercises) for module in module_ids())
    assert files[".handout/starters/m2/e1_amdahl.py"] == files["assignments/m2/e1_amdahl.py"]
    assert set(handout.hidden) == {*module_ids(), "m9"} and len(set(handout.hidden.values())) == len(handout.hidden)
    assert (first / "HANDOUT").read_bytes() == files["HANDOUT"]


def test_what_students_install_and_read_is_theirs(first: Path):
    out = first / "out"
    pyproject = (out / "pyproject.toml").read_text()
    for absent in ("nbgrader", "altair", "distributed", "jinja2", "mypy", "ruff", "tool.course"):
        assert absent not in pyproject
    assert 'testpaths = ["assignments"]' in pyproject and "torch==" in pyproject
    readme = (out / "README.md").read_text()
    assert "## If you are a student" in readme and "python -m graders update" in readme
    assert "## If you are an instructor" not in readme and "`make" not in readme
    links = re.findall(r"\]\((?!https?://)([^)#]+)", readme)
    assert [link for link in links if not (out / link).exists()] == []
    assert "never solve" in (out / "AGENTS.md").read_text()
    assert "## Where this comes from" in readme and (out / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_in_a_handout_everything_is_not_started_and_instructors_commands_say_so(course: Checkout):
    out = Checkout(course.folder / "out")
    done = out.pytest()  # in a handout that is all modules
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if re.match(r"\W*m\d+\.[ex]\d+", line)]
    starters = list(out.folder.glob("assignments/m*/[ex][0-9]*_*.py"))
    assert len(lines) == len(starters) and all(line.startswith("  ○ ") and line.endswith("not started") for line in lines)
    headings = [line.split()[0] for line in done.stdout.splitlines() if re.match(r"m\d+ · ", line)]
    assert headings == [*module_ids(), "m9"]
    assert "✗" not in done.stdout and "Traceback" not in done.stdout + done.stderr
    refused = out.run("-m", "graders", "grade", "m2", "submissions")
    assert refused.returncode == 2 and len(refused.stderr.splitlines()) == 1
    assert "grade is for instructors: it needs hidden tests or solutions, which a handout does not have" in refused.stderr
    help_ = out.run("-m", "graders", "--help").stdout
    assert "update" in help_ and "verify" in help_ and "regrade" not in help_ and "release" not in help_


def test_the_same_course_makes_the_same_commit_and_a_change_makes_one_more(course: Checkout):
    out = course.folder / "out"
    head = git(out, "rev-parse", "HEAD")
    again = release(course, "out")
    assert "nothing changed, nothing committed" in again.stdout and git(out, "rev-parse", "HEAD") == head
    shutil.rmtree(out)
    assert release(course).returncode == 0 and git(out, "rev-parse", "HEAD") == head
    version = git(out, "tag", "--list").strip()
    course.write("guide/m2/README.md", "# Shorter\n")
    starter = course.folder / "assignments/m9/e1_blur.py"
    starter.write_text(starter.read_text().replace("Mean of", "The mean of"))
    changed = release(course)
    assert git(out, "rev-list", "--count", "HEAD").strip() == "2" and git(out, "tag", "--list").strip() == version
    assert "! assignments/m9/e1_blur.py is not what students got, and theirs stays" in changed.stdout
    assert "! files of 26.1 changed: begin a new entry" in changed.stdout
    course.write("out/notes.md", "mine\n")
    refused = release(course)
    assert refused.returncode == 2 and "out/notes.md was written by no release" in refused.stderr
    (out / "notes.md").unlink()
    course.write("out/solutions/m2/e1.py", "pass\n")
    git(out, "add", "--all")
    git(out, "commit", "--quiet", "--message", "oops")
    git(out, "rm", "--quiet", "-r", "solutions")
    git(out, "commit", "--quiet", "--message", "sorry")
    refused = release(course)
    assert refused.returncode == 2 and "out once held solutions/m2/e1.py: begin a new repository" in said(refused)


def test_students_can_build_the_guide_of_their_handout(first: Path, tmp_path: Path):
    done = Checkout(first / "out").run("-m", "graders", "guide", "--out", str(tmp_path / "guide"))
    assert done.returncode == 0, done.stderr
    site = tmp_path / "guide/site"
    assert (site / "m2/index.html").is_file() and (site / "repository/assignments/m2/e1_amdahl.py.html").is_file()
    assert not (site / "authors.html").exists() and not (site / "instructors").exists()


def test_what_would_give_something_away_is_not_released(course: Checkout):
    shutil.rmtree(course.folder / "out")
    guide = course.folder / "guide/m2/README.md"
    as_it_was = guide.read_text()
    line = next(line.strip() for line in FAST.splitlines() if len(line.strip()) >= 25)
    key = (course.folder / "graders/hidden/key.txt").read_text().strip()
    guide.write_text(guide.read_text() + f"\nTry `{line}`,\nor {key}.\n")
    course.write("guide/m2/solutions.md", "nothing\n")
    course.write("assignments/m9/e1_draft.py", FAST)
    git(course.folder, "add", "guide/m2/solutions.md", "assignments/m9/e1_draft.py")
    done = release(course)
    assert done.returncode == 1 and not (course.folder / "out").exists()
    assert f"this is line solutions/m9/e1_blur.py:5: {line}" in said(done)
    assert "guide/m2/solutions.md: no file of a handout is called like that" in said(done)
    assert "assignments/m9/e1_draft.py is no starter of its module.toml" in said(done)
    (course.folder / "assignments/m9/e1_draft.py").unlink()
    assert key not in said(done)
    guide.write_text(f"{key}\n")
    done = release(course)
    assert "guide/m2/README.md:1: this is line graders/hidden/key.txt:1: the key" in said(done) and key not in said(done)
    guide.write_text(
        "# Short\n\n[more](../instructors/security.md), [all](../../README.md), <img src='no' src=\"figures/no.svg\">\n"
    )
    done = release(course)
    assert done.returncode == 1 and "guide/m2/README.md:3: ../instructors/security.md is not in the handout" in said(done)
    assert "3: figures/no.svg is not" in said(done) and "../../README.md is not" not in said(done)
    guide.write_text(as_it_was)
    (course.folder / "guide/m2/solutions.md").unlink()
    course.write("assignments/m9/e1_blur.py", WRONG)
    done = release(course)
    assert done.returncode == 1 and not (course.folder / "out").exists()
    assert "m9.e1 should be not started in the handout, but is" in said(done)
    course.write("assignments/m9/e1_blur.py", "def blur(a):\n    raise NotImplementedError\n")
    course.write("graders/text.py", "import jinja2\n" + (ROOT / "graders/text.py").read_text())
    done = release(course)
    assert done.returncode == 1 and "pytest assignments/m2 failed in the handout" in said(done) and "jinja2" in said(done)


# The promise.


def verify(student: Checkout, archive: Path) -> subprocess.CompletedProcess[str]:
    return student.run("-m", "graders", "verify", "m9", str(archive))


def test_a_grade_is_replayed_with_the_published_key_also_after_an_amendment(course: Checkout, tmp_path: Path):
    for module in module_ids():
        for place in ("assignments", "solutions", "graders/hidden"):  # the smaller the handout, the sooner it is proven
            shutil.rmtree(course.folder / place / module)
    for page in (course.folder / "guide").rglob("*.md"):
        page.write_text("# A page that leads nowhere\n")
    course.write("handins/ann/e1_blur.py", FAST)
    graded = course.run("-m", "graders", "grade", "m9", "handins", "--out", "results", "--sandbox-if-possible")
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert json.loads((course.folder / "results/m9/ann.json").read_text())["handout"] == "26.1"
    published = release(course, "--publish-key", "m9")
    assert published.returncode == 0, published.stderr
    old = (course.folder / "published/m9.zip").rename(tmp_path / "old.zip")
    promised = json.loads((course.folder / "out/HANDOUT").read_text())["hidden"]["m9"]
    assert hashlib.sha256(old.read_bytes()).hexdigest() == promised and promised in published.stdout
    with zipfile.ZipFile(old) as archive:
        assert set(archive.namelist()) == {"m9/key.txt", "m9/test_e1_blur.py"}
        key = archive.read("m9/key.txt").decode().strip()
    assert key != (course.folder / "graders/hidden/key.txt").read_text().strip(), "the course's key would open every module"

    shutil.copytree(course.folder / "out", tmp_path / "student", ignore=shutil.ignore_patterns("__pycache__", ".git"))
    student = Checkout(tmp_path / "student")
    student.write("assignments/m9/e1_blur.py", FAST)
    done = verify(student, old)
    assert done.returncode == 0, done.stdout + done.stderr
    assert points(done.stdout) == in_the_gradebook(course, "ann") and points(done.stdout)["m9.e1.hidden"] == 0
    assert f"SHA-256 {promised}" in done.stdout and "1002" in done.stdout, "the hidden input is no secret any more"
    assert not (student.folder / "graders/hidden").exists()

    course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    for refused in (release(course, "--publish-key", "m9"), release(course)):
        assert (
            refused.returncode == 1 and "hidden checks or key of m9 are not those that handout 26.1 promised" in refused.stderr
        )
    only = ("--only", "m9.e1.hidden", "--reason", "1002 was never promised", "--sandbox-if-possible")
    regraded = course.run("-m", "graders", "regrade", "m9", *only, "--out", "results")
    assert regraded.returncode == 0 and "HANDOUT amended" in regraded.stdout, regraded.stdout + regraded.stderr
    assert release(course, "--publish-key", "m9").returncode == 0 and release(course).returncode == 0
    new = course.folder / "published/m9.zip"
    [amendment] = json.loads((course.folder / "out/HANDOUT").read_text())["amendments"]
    assert amendment["old"] == promised and amendment["reason"] == "1002 was never promised"
    assert amendment["new"] == hashlib.sha256(new.read_bytes()).hexdigest()

    done = verify(student, new)
    assert done.returncode == 2 and promised in done.stderr and amendment["new"] in done.stderr
    assert "python -m graders update" in done.stderr
    assert student.run("-m", "graders", "update", str(course.folder / "out")).returncode == 0
    done = verify(student, old)
    assert done.returncode == 2 and "1002 was never promised" in done.stderr
    done = verify(student, new)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"they were {promised}: 1002 was never promised" in said(done)
    assert points(done.stdout) == in_the_gradebook(course, "ann") and points(done.stdout)["m9.e1.hidden"] == 2
    student.write("assignments/m9/test_e1_blur.py", "# all is well\n")
    done = verify(student, new)
    assert done.returncode == 2 and "assignments/m9/test_e1_blur.py is not as it was handed out" in done.stderr

    (course.folder / "graders/hidden/key.txt").unlink()
    lost = release(course)
    assert lost.returncode == 2 and "promises hidden checks with a key that is not here" in lost.stderr
    assert not (course.folder / "graders/hidden/key.txt").exists()


def points(shown: str) -> dict[str, int]:
    return {line: int(number) for line, number in re.findall(r"^ +(m9\.e\d+\.\w+) +(\d+)/", shown, re.MULTILINE)}


def in_the_gradebook(course: Checkout, student: str) -> dict[str, int]:
    result = json.loads((course.folder / "results/m9" / f"{student}.json").read_text())
    return {line["id"]: line["points"] for exercise in result["exercises"] for line in exercise["rubric"]}


# Update.


@pytest.fixture(scope="session")
def second(first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next handout, in a repository that goes on from the first: something changed, went and came."""
    folder = tmp_path_factory.mktemp("second") / "course"
    shutil.copytree(first, folder, ignore=shutil.ignore_patterns("__pycache__"))
    course = Checkout(folder)
    log = (folder / "CHANGELOG.md").read_text()
    news = '## 26.2\n\n- m8 is new. In the starter of m9.e1, read "the mean".\n\n## 26.1'
    course.write("CHANGELOG.md", log.replace("## 26.1", news))
    course.write("guide/m2/README.md", (folder / "guide/m2/README.md").read_text() + "\nBetter explained.\n")
    course.write("guide/m2/new.md", "# New\n")
    course.write("graders/report/extra.py", '"""New."""\n')
    tests = (folder / "assignments/m2/test_e1_amdahl.py").read_text()
    course.write("assignments/m2/test_e1_amdahl.py", f"{tests}\n\n# sharper\n")
    starter = (folder / "assignments/m9/e1_blur.py").read_text()
    course.write("assignments/m9/e1_blur.py", starter.replace("Mean of", "The mean of"))
    (folder / "guide/m2/old.md").unlink()
    shutil.rmtree(folder / "guide/m9")
    shutil.copytree(folder / "assignments/m9", folder / "assignments/m8")
    for file in (folder / "assignments/m8").glob("*.*"):
        file.write_text(file.read_text().replace("m9", "m8"))
    git(folder, "add", "--all")
    done = release(course)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "out"


def begin(form: str, first: Path, tmp_path: Path) -> Checkout:
    """The first handout as students have it: a fork, a copy of a template, an unpacked zip; with work in it."""
    folder = tmp_path / form
    if form == "zip":
        shutil.copytree(first / "out", folder, ignore=shutil.ignore_patterns(".git", "__pycache__"))
    else:
        git(tmp_path, "clone", "--quiet", str(first / "out"), str(folder))
    if form == "template":
        shutil.rmtree(folder / ".git")
        git(folder, "init", "--quiet")
    student = Checkout(folder)
    for path, content in WORK.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    if form != "zip":
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "my work")
    return student


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a web server of this machine, by its address."""
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


WORK = {
    "assignments/m9/e1_blur.py": FAST.replace("\n", "\r\n").encode() + b"\xff\x00 no text at all",
    "assignments/m2/e1_amdahl.py": b"",
    "assignments/m2/my_own.py": b"x = 1\n",
    "assignments/m8/notes.txt": b"mine\n",
    "guide/m2/new.md": b"my notes, where the course puts a file later\n",
    "assignments/m2/test_e1_amdahl.py": b"# I looked for the answer here\n",
    "guide/m9/README.md": b"# m9, with my notes\n",
    "results/history.jsonl": b"{}\n",
}
OWN = ("assignments/m9/e1_blur.py", "assignments/m2/e1_amdahl.py", "assignments/m2/my_own.py", "assignments/m8/notes.txt")


@pytest.mark.parametrize("form", ["fork", "template", "zip"])
def test_an_update_renews_the_courses_files_and_touches_no_other(form: str, first: Path, second: Path, tmp_path: Path):
    student = begin(form, first, tmp_path)
    before = tree(student.folder)
    source = {"fork": "upstream", "template": str(second), "zip": str(tmp_path / "served/handout.zip")}[form]
    if form == "fork":
        git(student.folder, "remote", "add", "upstream", str(second))
    if form == "zip":  # as a forge packs it
        (tmp_path / "served").mkdir()
        git(second, "archive", "--format=zip", "--prefix=course-main/", f"--output={source}", "HEAD")
    with served(tmp_path / "served") as address:
        asked = {"fork": [], "template": [source], "zip": [f"{address}/handout.zip"]}[form]
        done = student.run("-m", "graders", "update", *asked)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "## 26.2\n\n- m8 is new." in done.stdout and "## 26.1" not in done.stdout
    after = tree(student.folder)
    kept = {re.sub(r"^kept/[\dT-]+/", "", path): content for path, content in after.items() if path.startswith("kept/")}
    edited = ("assignments/m2/test_e1_amdahl.py", "guide/m2/new.md", "guide/m9/README.md")
    assert kept == {path: WORK[path] for path in edited}
    assert all(f"{path}; yours is kept/" in said(done) for path in edited)
    assert "assignments/m9/e1_blur.py; yours stays, the change log says what to change in it" in said(done)
    assert "new exercises: assignments/m8/e1_blur.py" in said(done) and "gone: guide/m2/old.md" in said(done)
    for path in (*OWN, "results/history.jsonl"):
        assert after[path] == WORK[path]
    fresh = tree(second)
    own = [path for path in after if path in WORK or path.startswith("kept/")]
    assert {path: after[path] for path in after if path not in own} == {path: fresh[path] for path in fresh if path not in own}
    assert {path for path in before if path not in after} == {"guide/m2/old.md", "guide/m9/README.md"}
    assert ("then: git add -A" in done.stdout) == (form != "zip")
    again = student.run("-m", "graders", "update", source)
    assert again.returncode == 0 and "this is handout 26.2 already" in again.stdout and tree(student.folder) == after
    back = student.run("-m", "graders", "update", str(first / "out"))
    assert back.returncode == 2 and "that handout is 26.1, yours is 26.2" in back.stderr and tree(student.folder) == after


DIES = """
import os, sys
real, left = os.replace, int(sys.argv.pop(1))
def dying(*arguments):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    real(*arguments)
os.replace = dying
from graders.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def renewed(first: Path, second: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], int]:
    """What an update that nobody interrupts comes to, and how many files it puts in place."""
    student = begin("zip", first, tmp_path_factory.mktemp("whole"))
    whole = student.run("-m", "graders", "update", str(second))
    assert whole.returncode == 0, whole.stderr
    done = begin("zip", first, tmp_path_factory.mktemp("counted")).run("-c", DIES, "100000", "update", str(second))
    assert done.returncode == 0
    return dateless(tree(student.folder)), len(manifest.read(second).files)


def dateless(files: dict[str, bytes]) -> dict[str, bytes]:
    return {re.sub(r"^kept/[\dT-]+/", "kept/", path): content for path, content in files.items()}


@pytest.mark.parametrize("at", [3, 20, 22, 27, 34])
def test_an_interrupted_update_goes_on_with_whatever_is_typed_next(at: int, first: Path, second: Path, renewed, tmp_path: Path):
    student = begin("zip", first, tmp_path)
    before = tree(student.folder)
    died = student.run("-c", DIES, str(at), "update", str(second))
    assert died.returncode == 9
    laid = student.folder / ".handout/update/plan.json"
    if not laid.is_file():
        assert {path: each for path, each in tree(student.folder).items() if not path.startswith(".handout/update/")} == before
        done = student.run("-m", "graders", "update", str(second))
    else:
        done = student.run("-m", "graders", "--help")
        assert "the update to handout 26.2 was interrupted; it is complete now" in done.stderr
    assert done.returncode == 0, done.stderr
    assert dateless(tree(student.folder)) == renewed[0]


def test_a_source_that_cannot_be_trusted_changes_nothing(first: Path, second: Path, tmp_path: Path):
    student = begin("zip", first, tmp_path)
    before = tree(student.folder)
    bad = tmp_path / "bad"
    shutil.copytree(second, bad, ignore=shutil.ignore_patterns(".git", "__pycache__"))

    def refused(source: str | Path, sentence: str) -> None:
        done = student.run("-m", "graders", "update", str(source))
        assert done.returncode in (1, 2) and len(done.stderr.splitlines()) == 1, done.stdout + done.stderr
        assert sentence in done.stderr and "Traceback" not in done.stderr
        after = {path: each for path, each in tree(student.folder).items() if not path.startswith(".handout/update/")}
        assert after == before

    (bad / "guide/m2/README.md").write_text("# not what HANDOUT says\n")
    refused(bad, "guide/m2/README.md is not what that HANDOUT says")
    (bad / "guide/m2/README.md").unlink()
    refused(bad, "guide/m2/README.md is missing in that handout")
    if os.name == "posix":
        (bad / "guide/m2/README.md").symlink_to(second / "guide/m2/README.md")
        refused(bad, "guide/m2/README.md is a link in that handout")
    handout = json.loads((second / "HANDOUT").read_text())
    handout["files"]["../outside.py"] = {"owner": "course", "sha256": "0" * 64}
    (bad / "HANDOUT").write_text(json.dumps(handout))
    refused(bad, "'../outside.py', which is no place inside a course")
    evil = b"import os; os.mkdir('it-was-run')\n"
    for path in (".venv/lib/python3.11/site-packages/evil.pth", "guide/.venv/evil.py", "mine/lib/evil.py"):
        (bad / path).parent.mkdir(parents=True, exist_ok=True)
        (bad / path).write_bytes(evil)
        handout = json.loads((second / "HANDOUT").read_text())
        handout["files"][path] = {"owner": "course", "sha256": hashlib.sha256(evil).hexdigest()}
        (bad / "HANDOUT").write_text(json.dumps(handout))
        if path.startswith("mine"):  # an environment of any name
            (student.folder / "mine").mkdir()
            (student.folder / "mine" / "pyvenv.cfg").touch()
            before = tree(student.folder)
            refused(bad, "mine is a Python environment here")
        else:
            refused(bad, f"{path!r}, a part of a Python environment")
    (bad / "HANDOUT").write_text("26.2")
    refused(bad, "the newer HANDOUT is damaged")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    refused(tmp_path / "no.zip", "is not a zip")
    refused("http://example.invalid/handout.zip", "fetched by https only")
    refused("nowhere", "nowhere is no handout")
    refused("", "this handout does not say where newer ones are")
    if os.name == "posix":
        shutil.rmtree(student.folder / "guide")
        (student.folder / "guide").symlink_to(tmp_path)
        before = tree(student.folder)
        refused(second, "guide is a link here")


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x", "a/../../x", "./a", "a//b", "C:/x", "a\\b", ".git/hooks/pre-commit", "a/.GIT/config", ".git./x",
     "results/last.json", ".handout/update/plan.json", "HANDOUT", "handout", "a\nb", "", "kept/x", "x/..", "con:"],
)  # fmt: skip
def test_a_handout_stays_in_its_folder(path: str):
    entry = {"owner": "course", "sha256": "0" * 64}
    content = json.dumps({"schema": manifest.SCHEMA, "version": "1.0", "files": {path: entry}}).encode()
    with pytest.raises(HandoutError, match="no place inside a course"):
        manifest.decode(content, "HANDOUT")


@pytest.mark.parametrize(
    "path",
    [".venv/lib/python3.11/site-packages/evil.pth", "venv/x.py", "ENV/x", "a/env/x", "a/.env/x", "guide/evil.pth", "evil.PTH",
     "graders/__pycache__/course.cpython-311.pyc", "assignments/m1/e1.pyc", "sitecustomize.py", "a/usercustomize.py",
     "numbers_go_brrr.egg-info/PKG-INFO", "x.dist-info/RECORD", "lib/python3.11/x.py", "Scripts/python.exe", "bin/python",
     "pyvenv.cfg", "a/site-packages/x.py", ".venv./x", "env /x", "__editable__.x.egg-link"],
)  # fmt: skip
def test_an_environment_is_no_part_of_a_handout(path: str):
    entry = {"owner": "course", "sha256": "0" * 64}
    content = json.dumps({"schema": manifest.SCHEMA, "version": "1.0", "files": {path: entry}}).encode()
    with pytest.raises(HandoutError, match="a part of a Python environment"):
        manifest.decode(content, "HANDOUT")


def test_an_environment_is_not_released(course: Checkout):
    litter = ("graders/report/evil.pth", "graders/report/env/x.css", "handout/sitecustomize.py", "guide/m1/.venv/pyvenv.cfg")
    for path in (*litter, "guide/m1/environment.md"):
        course.write(path, "nothing")
    git(course.folder, "add", "-f", *litter, "guide/m1/environment.md")
    try:
        found = contents(course.folder).files
        assert "guide/m1/environment.md" in found
        assert not [path for path in found if path.endswith((".pth", "pyvenv.cfg", "customize.py")) or "/env/" in path]
    finally:
        git(course.folder, "rm", "-f", "-q", *litter, "guide/m1/environment.md")
