"""CI on a student's copy: the workflows' own steps, run on a scripted fork, and what its owner sees."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from graders.course import ROOT
from graders.report import annotations, summary
from graders.result import Check, ExerciseResult, Result, Speedup, Step, judge_line, load
from tests.checkout import HIDDEN, SHORT_RACE, WRONG, Checkout
from tests.conftest import make_checkout, with_trial

COURSE, ANSWERS, AUTHORS, GRADERS = (f".github/workflows/{name}.yml" for name in ("course", "answers", "authors", "graders"))
GITLAB = ".gitlab-ci.yml"
INSTALL = "python -m pip install --disable-pip-version-check --quiet --editable ."

# A wrong answer whose author is also curious about the runner.
CURIOUS = """\
import os

import numpy as np


def blur(a):
    print("::error::a command of mine\\n", f"::error::{sorted(os.environ)}")
    return np.convolve(a, [1 / 3] * 3, "same")
"""

# Right, and half as fast as the yardstick.
TWICE = "from given_e1 import loop\n\n\ndef blur(a):\n    loop(a)\n    return loop(a)\n"


@dataclass(frozen=True)
class Push:
    """What one push led to: the log, the step summary, the folder of results."""

    code: int
    log: str
    summary: str
    results: Path

    @property
    def annotations(self) -> list[str]:
        """The commands that a runner obeys: those outside of what was fenced off."""
        fenced = re.sub(r"^::stop-commands::(\w+)$.*?^::\1::$", "", self.log, flags=re.MULTILINE | re.DOTALL)
        return re.findall(r"^::(?:error|warning|notice) .*$", fenced, re.MULTILINE)


class Fork:
    """A student's repository, and the runner that reacts to its pushes."""

    def __init__(self, folder: Path) -> None:
        self.course = with_trial(make_checkout(folder))
        self.course.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
        for name in (COURSE, GITLAB, ".gitignore"):
            self.course.write(name, (ROOT / name).read_text(encoding="utf-8"))
        self.git("init", "--quiet", "--initial-branch=main")
        self.kept = folder.parent / "kept"
        self.commit()

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(self.course.folder), *who, *arguments], check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def push(self, before: str = "HEAD~1") -> Push:
        """Run the workflow's steps. What they would install is installed already, for these tests run in it."""
        arguments = [COURSE, "--done", "Install the course", "--keep", str(self.kept)]
        done = run_locally(self.course.folder, *arguments, *(("--before", before) if before else ()))
        pages = "".join(path.read_text(encoding="utf-8") for path in self.kept.glob("summary-*.md"))
        results = self.kept / f"results-{len(list(self.kept.glob('results-*')))}"
        shutil.move(self.course.folder / "results/ci", results)  # every runner starts with a clean copy
        return Push(done.returncode, done.stdout + done.stderr, pages, results)


def run_locally(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return Checkout(folder).run(str(ROOT / ".ci/run-locally"), *arguments, **environment)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Push]:
    """A student's pushes, one after the other."""
    fork = Fork(tmp_path_factory.mktemp("fork") / "copy")
    pushes = {"first": fork.push(before="")}
    fork.course.write("assignments/m9/e1_blur.py", CURIOUS)
    fork.commit()
    pushes["wrong"] = fork.push()
    fork.course.write("assignments/m9/e1_blur.py", TWICE)
    fork.commit()
    pushes["slow"] = fork.push()
    fork.course.write("README.md", "My notes.\n")
    fork.commit()
    pushes["notes"] = fork.push()
    fork.course.write("assignments/m9/test_e1_blur.py", "this is not Python\n")
    fork.commit()
    pushes["broken"] = fork.push()
    return pushes


def test_the_first_push_of_untouched_starters_is_green(story):
    first = story["first"]
    assert first.code == 0, first.log
    assert "m2: 0 of 8 exercises started: nothing started yet" in first.log
    assert "### m2 Concurrency: 0 of 78 public points" in first.summary and "### m9 Trying things" in first.summary
    assert "| ○ | m2.e1 Amdahl, Gustafson, break-even | 0/7 | not started |" in first.summary
    assert "22 hidden points are decided at submission. Speeds on this runner are advice only" in first.summary
    assert first.annotations == []


def test_steps_that_a_runner_does_otherwise_are_listed_not_passed_over(story):
    steps = re.findall(r"^--- (\d\. .*)$", story["first"].log, re.MULTILINE)
    assert re.fullmatch(r"1\. Fetch your copy: uses actions/checkout@[0-9a-f]{40}, not run here", steps[0])
    assert steps[2] == f"3. Install the course: done by this machine: {INSTALL}"
    assert steps[3] == "4. Run the public checks"


def test_a_wrong_answer_is_red_on_the_students_own_line(story):
    wrong = story["wrong"]
    assert wrong.code == 1
    assert len(wrong.annotations) == 1
    assert wrong.annotations[0].startswith(
        "::error file=assignments/m9/e1_blur.py,line=6,title=m9.e1 Mean of neighbours::agrees with the plain loop: blur("
    )
    assert "also fails: faster than the plain loop" in wrong.annotations[0]
    assert "--- annotations: 1 of kind error" in wrong.log
    assert re.search(r"\| ✗ \| m9\.e1 Mean of neighbours \| 1/8 \| .*the answer is wrong; position \d", wrong.summary)


def test_only_the_module_that_changed_is_run(story):
    assert "m2" not in story["wrong"].summary and not (story["wrong"].results / "m2").exists()
    assert "nothing to run" in story["notes"].summary and story["notes"].code == 0
    assert not list(story["notes"].results.glob("*/last.json"))


def test_nobody_sees_the_graders_frames_or_the_runners_variables(story):
    wrong = story["wrong"]
    files = "".join(path.read_text(encoding="utf-8") for path in wrong.results.rglob("*") if path.is_file())
    assert "it printed: " in files  # the student did print the names of all variables
    for text in (wrong.log, wrong.summary, files):
        assert "GITHUB_" not in text
        assert "graders/" not in text and "Traceback" not in text


def test_junit_and_results_are_there_to_be_kept(story):
    cases = list(ElementTree.parse(story["wrong"].results / "m9/junit.xml").iter("testcase"))
    kinds = {case.get("name"): [child.tag for child in case if child.tag != "properties"] for case in cases}
    assert kinds == {
        "test_dtype": [],
        "test_agrees": ["failure"],
        "test_fast": ["failure"],
        "test_cpu": ["skipped"],
        "test_gpu": ["skipped"],
    }
    points = {node.get("name"): node.get("value") for node in cases[1].iter("property")}
    assert points["rubric"] == "m9.e1.correct" and points["points"] == "0" and points["max"] == "3"
    assert json.loads((story["wrong"].results / "m9/last.json").read_text())["module"] == "m9"
    report = json.loads((story["wrong"].results / "codequality.json").read_text())
    assert [(each["location"]["path"], each["location"]["lines"]["begin"], each["severity"]) for each in report] == [
        ("assignments/m9/e1_blur.py", 6, "major")
    ]


def test_right_but_slow_is_advice_on_a_borrowed_machine(story):
    slow = story["slow"]
    assert slow.code == 0, slow.log
    assert [each.split(",")[0] for each in slow.annotations] in (["::notice file=assignments/m9/e1_blur.py"], [])  # noisy: none
    assert re.search(r"`[\d.]+x .*│.*`", slow.summary), slow.summary


def test_what_could_not_be_judged_is_an_error_and_never_green(story):
    broken = story["broken"]
    assert broken.code == 1 and "--- exit 70" in broken.log
    assert "m9 could not be judged: pytest ended with exit" in " ".join(broken.log.split())
    assert "not your fault" in broken.summary


def test_not_started_is_a_failure_for_pytest_and_none_where_ci_says_so(trial):
    """Whatever reads exit codes must not mistake an empty submission for a finished one; a first push is another matter."""
    plain = trial.pytest("assignments/m9", "--junitxml", "plain.xml")
    assert plain.returncode == 1
    messages = [node.get("message") for node in ElementTree.parse(trial.folder / "plain.xml").iter("failure")]
    assert len(messages) == 4 and set(messages) == {"not started"}
    easy = trial.pytest("assignments/m9", "--todo-ok")
    assert easy.returncode == 0 and "○ m9.e1 Mean of neighbours" in easy.stdout
    trial.write("assignments/m9/e1_blur.py", CURIOUS)
    assert trial.pytest("assignments/m9", "--todo-ok", "-m", "not perf").returncode == 1
    assert trial.run("-m", "graders", "ci", "m77").returncode == 2


def test_gitlab_runs_the_same(tmp_path):
    fork = Fork(tmp_path / "copy")
    fork.course.write("assignments/m9/e1_blur.py", CURIOUS)
    fork.commit()
    done = run_locally(
        fork.course.folder, GITLAB, "--job", "public-checks", "--done", INSTALL, "--before", "HEAD~1", "--keep", str(fork.kept)
    )
    assert done.returncode == 1 and "m9: 1 of 2 exercises started" in done.stdout
    assert "::error file" not in done.stdout
    assert "m9.e1" in (fork.course.folder / "results/ci/codequality.json").read_text()
    assert (fork.course.folder / "results/ci/m9/junit.xml").is_file() and not (fork.course.folder / "results/ci/m2").exists()
    answers = run_locally(fork.course.folder, GITLAB, "--job", "answers-stay-private")
    assert answers.returncode == 1 and "hand in" in answers.stdout


def test_whatever_else_a_fork_changes_does_not_count(trial):
    """Its own CI may be as green as it likes: the course grades the exercise files, with its own tests and graders."""
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    trial.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    generous = {"conftest.py", "assignments/m9/conftest.py", "assignments/m9/test_e1_blur.py", "graders/plugin.py"}
    generous |= {"graders/__init__.py", "assignments/m9/given_e1.py", "graders/hidden/m9/test_e1_blur.py"}
    for path in generous:
        trial.write(f"forks/ada/{path}", "import os\nos._exit(0)\n")
    for path in ("assignments/m9/module.toml", "pyproject.toml", COURSE):
        trial.write(f"forks/ada/{path}", "everything is fine\n")
    trial.write("forks/ada/assignments/m9/e1_blur.py", WRONG)
    done = trial.run("-m", "graders", "grade", "m9", "forks", "--out", "out", "--sandbox-if-possible")
    assert done.returncode == 0, done.stdout + done.stderr
    judged = load(trial.folder / "out/m9/ada.json")
    lines = {line.id: (line.state, line.points) for exercise in judged.exercises for line in exercise.rubric}
    assert lines["m9.e1.correct"] == ("partial", 1) and lines["m9.e1.speed"] == ("fail", 0), lines
    assert "✗" not in done.stderr and "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("names", "who", "closed"),
    [
        ("README.md\nassignments/m2/e3_histogram.py\n", "NONE", True),
        ("assignments/m2/handin.md\n", "CONTRIBUTOR", True),
        ("assignments/m2/test_e3_histogram.py\nguide/m2/README.md\n", "NONE", False),
        ("assignments/m2/e3_histogram.py\n", "MEMBER", False),
    ],
)
def test_a_pull_request_with_answers_is_closed_kindly(tmp_path, names, who, closed):
    tools = Checkout(tmp_path / "tools")
    tools.write("names", names)
    says = 'cd "$(dirname "$0")"; echo "$@" >> calls; if [ "$1" = api ]; then cat names; fi\n'
    tools.write("gh", f"#!/bin/sh\n{says}").chmod(0o755)
    head = {"number": 7, "author_association": who, "head": {"repo": {"full_name": "ada/course"}}}
    event = tools.write("event.json", json.dumps({"pull_request": head}))
    path = f"{tools.folder}:{Path(sys.executable).parent}:/usr/bin:/bin"
    # run-locally puts its Python first, which has no gh.
    done = run_locally(ROOT, ANSWERS, "--event", str(event), "--keep", str(tmp_path / "kept"), PATH=path)
    calls = (tools.folder / "calls").read_text() if (tools.folder / "calls").is_file() else ""
    assert done.returncode == (1 if closed else 0), done.stdout
    assert ("pr close 7 --repo course/course --comment Thank you" in calls) == closed
    if closed:
        assert "nothing of it was run" in calls and "python -m graders handin m2" in calls
    else:
        assert "left alone" in done.stdout and "pr " not in calls


def test_the_file_names_that_could_not_be_read_close_nothing_and_are_no_success(tmp_path):
    tools = Checkout(tmp_path / "tools")
    tools.write("gh", "#!/bin/sh\nexit 1\n").chmod(0o755)
    event = tools.write("event.json", json.dumps({"pull_request": {"number": 7}}))
    path = f"{tools.folder}:{Path(sys.executable).parent}:/usr/bin:/bin"
    done = run_locally(ROOT, ANSWERS, "--event", str(event), "--keep", str(tmp_path / "kept"), PATH=path)
    assert done.returncode == 1 and "left alone" not in done.stdout


def test_a_job_of_a_matrix_is_run_for_what_is_named(tmp_path):
    course = Checkout(tmp_path / "course")
    steps = [{"name": "Greet", "run": "echo hello ${{ matrix.module }}"}]
    job = {"needs": "read", "runs-on": "ubuntu-24.04", "strategy": {"matrix": {"module": ["m1", "m2"]}}, "steps": steps}
    course.write("jobs.yml", json.dumps({"jobs": {"judge": job}}))
    done = run_locally(course.folder, "jobs.yml", "--keep", str(tmp_path / "kept"))
    assert done.returncode == 2 and "say which with --matrix module=" in done.stdout + done.stderr
    done = run_locally(course.folder, "jobs.yml", "--matrix", "module=m2", "--keep", str(tmp_path / "kept"))
    assert done.returncode == 0 and "hello m2" in done.stdout


def test_workflows_ask_for_little_and_pin_what_they_use():
    for name in (COURSE, ANSWERS, AUTHORS, GRADERS):
        text = (ROOT / name).read_text(encoding="utf-8")
        content = yaml.safe_load(text)
        assert "secrets" not in text
        assert content["permissions"] == ({} if name == ANSWERS else {"contents": "read"})
        for uses in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", uses), uses
    answers = yaml.safe_load((ROOT / ANSWERS).read_text(encoding="utf-8"))
    assert answers["jobs"]["close"]["permissions"] == {"pull-requests": "write"}
    assert not any("uses" in step for step in answers["jobs"]["close"]["steps"]), "it must never fetch the pull request"
    triggers = yaml.safe_load((ROOT / COURSE).read_text(encoding="utf-8"))[True]  # YAML 1.1 reads `on` as true
    assert set(triggers) == {"push", "workflow_dispatch"}, "a pull request's code is not run"


def test_the_ci_files_pass_their_linters(tmp_path):
    """The schemas that check-jsonschema brings along; and actionlint, which knows more, where it is installed."""
    github = [
        "--builtin-schema",
        "vendor.github-workflows",
        *(str(ROOT / name) for name in (COURSE, ANSWERS, AUTHORS, GRADERS)),
    ]
    gitlab = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(ROOT / GITLAB)]
    for arguments in (github, gitlab):
        done = Checkout(tmp_path).run("-m", "check_jsonschema", *arguments)
        assert done.returncode == 0, f"not linted, or not well: pip install -e '.[dev]'\n{done.stdout}{done.stderr}"
    text = (ROOT / COURSE).read_text(encoding="utf-8").replace("runs-on: ubuntu-24.04", "runs-over: ubuntu-24.04")
    wrong = Checkout(tmp_path).write("wrong.yml", text)
    assert Checkout(tmp_path).run("-m", "check_jsonschema", *github[:2], str(wrong)).returncode == 1
    if (actionlint := shutil.which("actionlint")) is None:
        print("actionlint is not installed: its further rules were not looked at")
        return
    done = subprocess.run([actionlint, *github[2:]], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def failing(number: int) -> ExerciseResult:
    check = Check(title="agrees", state="fail", points=0, max=1, why="off by 1, at 100 %", details=["f(1)"], cause="Mismatch")
    line = judge_line(f"m9.e{number}.correct", "right answers", 1, [check])
    return ExerciseResult(id=f"m9.e{number}", title="A, or: b", file=f"e{number}_a.py", rubric=[line])


def result(*exercises: ExerciseResult) -> Result:
    return Result(
        student="",
        module="m9",
        handout="26.1",
        fingerprint="",
        started="2026-11-20T10:00:00+00:00",
        finished="2026-11-20T10:01:00+00:00",
        machine={"system": "Linux", "cores": 2, "noise": 0.04, "sandboxed": False},
        exercises=list(exercises),
    )


def test_annotations_are_escaped_and_find_the_function_that_answered():
    [found] = annotations.annotations(result(failing(1)), {"e1_a.py": "import os\n\n\ndef f(x):\n    return x\n"})
    assert annotations.github(found) == (
        "::error file=assignments/m9/e1_a.py,line=4,title=m9.e1 A%2C or%3A b::agrees: f(1): off by 1, at 100 %25"
    )
    [lost] = annotations.annotations(result(failing(1)), {"e1_a.py": "def f(:\n"})
    assert lost.line == 1


def test_the_page_of_a_run_is_as_it_was_agreed():
    """Everything a page may show, character by character."""
    fast = Speedup(ratio=70, low=48, high=97, rounds=9, clean_rounds=9, seconds=1.0, steps=[Step(4, 2), Step(400, 5)])
    race = Check(title="faster", state="partial", points=2, max=5, speedup=fast)
    odd = Check(title="<b>|`x`", state="fail", points=0, max=2, why="raised ValueError: @all [x](y)", details=["f(1)"])
    gpu = Check(title="on a GPU", state="deferred", points=0, max=4, why="no GPU here; decided on the course machine")
    lines = {
        "correct": judge_line("m9.e1.correct", "right answers", 2, [odd]),
        "speed": judge_line("m9.e2.speed", "fast", 5, [race]),
        "gpu": judge_line("m9.e3.gpu", "on a GPU", 4, [gpu]),
    }
    exercises = [
        ExerciseResult(id=line.id.rpartition(".")[0], title=f"The {kind} one", file="e1_a.py", rubric=[line])
        for kind, line in lines.items()
    ]
    page = summary.markdown({"m9 Trying": result(*exercises)}, ["m8 could not be judged"])
    golden = ROOT / "tests/golden/ci/summary.md"
    assert page == golden.read_text(encoding="utf-8")


def test_at_most_ten_annotations(monkeypatch, tmp_path, capsys):
    from graders.commands import ci

    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.md"))
    found = annotations.annotations(result(*map(failing, range(1, 15))), {})
    ci._tell(tmp_path, "page\n", found)
    said = capsys.readouterr().out
    assert said.count("::error ") == 10 and "4 more are in the summary" in said
    assert (tmp_path / "page.md").read_text() == "page\n"
