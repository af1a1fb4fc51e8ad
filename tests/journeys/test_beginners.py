"""What everybody does once: each mistake gets a sentence of its own that names file and remedy, and no traceback.

A function renamed, a forgotten return, a list for an array, an answer printed, tabs and spaces: see test_student; float64 for
float32: see test_check.
"""

import ast
import importlib.machinery
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import msgspec
import pytest

from graders import course, meant
from graders.course import ROOT, CourseError
from graders.judge import messages
from graders.result import Result, RubricResult, judge_line, with_lines
from tests.checkout import FAST, STARTER, WRONG, Checkout

E1 = "assignments/m9/e1_blur.py"


def flat(done: subprocess.CompletedProcess[str]) -> str:
    text = " ".join(f"{done.stdout} {done.stderr}".split())
    assert "Traceback" not in text and "graders/" not in text.replace("python -m graders", ""), text
    return text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_file_saved_in_another_encoding(trial, encoding):
    (trial.folder / E1).write_bytes(f"# Größe\n{FAST}".encode(encoding))
    kind = "not UTF-8" if encoding == "latin-1" else "UTF-16"
    told = flat(trial.pytest("assignments/m9", "-k", "test_dtype"))
    assert f"e1_blur.py is {kind} text: save it as UTF-8 in your editor" in told


def test_what_windows_editors_put_before_utf_8_does_no_harm(trial):
    (trial.folder / E1).write_text(STARTER, encoding="utf-8-sig")
    assert "○ m9.e1" in trial.pytest("assignments/m9", "-k", "test_dtype").stdout
    (trial.folder / E1).write_text(FAST, encoding="utf-8-sig")
    assert re.search(r"m9\.e1 Mean of neighbours +1/8", trial.pytest("assignments/m9", "-k", "test_dtype").stdout)


def test_a_file_called_numpy(trial):
    """In the course's folder it hides numpy from everybody; beside an exercise from whoever runs that by itself."""
    trial.write(E1, FAST)
    beside = trial.write("assignments/m9/numpy.py", "x = 1\n")
    done = trial.pytest("assignments/m9", "-k", "test_dtype")
    assert done.returncode == 0
    told = flat(done)
    assert "assignments/m9/numpy.py hides numpy when you run a file beside it yourself: give it another name" in told
    beside.rename(trial.folder / "numpy.py")
    for command in (["-m", "pytest", "assignments/m9"], ["-m", "graders", "history", "m9"]):
        done = trial.run(*command)
        assert done.returncode in (4, 70)
        assert "numpy.py shadows the module numpy: rename it" in flat(done)


def test_the_wrong_folder(trial, tmp_path_factory):
    """Installed as `pip install -e .` does it: a package that names the plug-in, and the path to the course."""
    site = tmp_path_factory.mktemp("site")
    points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    installed = site / "numbers_go_brrr-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: numbers-go-brrr-trial\nVersion: 0\n")
    lines = [f"{name} = {module}" for name, module in points.items()]
    (installed / "entry_points.txt").write_text("\n".join(["[pytest11]", *lines, ""]))
    environment = {"PYTHONPATH": f"{site}{os.pathsep}{trial.folder}"}
    home = tmp_path_factory.mktemp("home")
    for place in (home, trial.folder / "assignments" / "m9"):
        done = Checkout(place).pytest("assignments/m9", **environment)
        assert done.returncode == 4
        said = f"there is no assignments/m9 in {place}; go to the course's folder first: cd {trial.folder}"
        assert said in " ".join(done.stderr.split()), done.stdout + done.stderr
    for typed in ("m9", "m9/e1"):
        done = Checkout(home).pytest(typed, **environment)
        assert done.returncode == 4 and f"there is no {typed} in {home}; go to the course's folder first" in flat(done)
    (home / "test_mine.py").write_text("def test_mine():\n    assert True\n")
    mine = Checkout(home).pytest(**environment)
    assert mine.returncode == 0 and "1 passed" in mine.stdout, mine.stdout
    here = trial.pytest("assignments/m9", "-k", "test_dtype", **environment)
    assert "○ m9.e1" in here.stdout, here.stdout + here.stderr


def test_the_wrong_python(trial):
    """Whatever runs before the version is looked at can be read by an old Python."""
    for name in ("__init__", "__main__", "environment", "messages", "renewal"):
        ast.parse((ROOT / "graders" / f"{name}.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    pretend = (
        "import sys; sys.version_info = (3, 9, 2, 'final', 0); import runpy; runpy.run_module('graders', run_name='__main__')"
    )
    done = trial.run("-c", pretend)
    assert done.returncode == 70
    assert "this is Python 3.9.2" in flat(done) and "the course needs 3.11 or newer" in flat(done)


def test_a_python_of_another_age(trial):
    """What an old Python reads first has nothing in it that 2.7 cannot read: it is told by Python itself, or by none."""
    for name in ("conftest.py", "graders/__init__.py"):
        source = (ROOT / name).read_text(encoding="ascii")
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.FunctionDef | ast.Starred), name
            assert not (isinstance(node, ast.ImportFrom) and node.module == "__future__")
            assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print")
    pretend = "import sys; sys.version_info = (2, 7, 18, 'final', 0); sys.dont_write_bytecode = True; import runpy; "
    for start in ("runpy.run_module('graders', run_name='__main__')", "runpy.run_path('conftest.py')"):
        done = trial.run("-c", f"import sys; sys.path.insert(0, ''); {pretend}{start}")
        assert done.returncode == 1
        assert "graders: this is Python 2.7.18" in flat(done) and "the course needs 3.11 or newer" in flat(done)
    for python in filter(None, [shutil.which("python2.7"), *map(str, Path.home().glob(".pyenv/versions/2.7*/bin/python"))]):
        for command in (["-m", "graders", "doctor"], ["conftest.py"]):
            old = subprocess.run([python, "-B", *command], cwd=trial.folder, capture_output=True, text=True)
            if "command not found" not in old.stderr:  # a shim of pyenv's
                assert old.returncode == 1 and old.stderr.startswith("graders: this is Python 2.7"), old.stderr


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("assignments/m9/e1_blur.py", "○ m9.e1"),
        ("assignments/m9/e1_blur.py::blur", "○ m9.e1"),
        ("m9/e2", "○ m9.e2"),
        ("assignments/m77", "no 'm77' in assignments: there are assignments/m0 and assignments/m1 and"),
        ("assignments/m9/e1_blurr.py", "there is no exercise 'e1_blurr' in m9; there are e1_blur, e2_gpu"),
        ("assignments/m9/module.toml", "there is nothing to run in assignments/m9/module.toml; the exercises are m9.e1, m9.e2"),
    ],
)
def test_what_somebody_may_type(trial, typed, shown):
    """Files that hold no tests and names that are no paths."""
    done = trial.pytest(typed, "-m", "not perf", "--gpu", "off")
    assert shown in flat(done), done.stdout + done.stderr
    assert done.returncode == (1 if "○" in shown else 4)


def test_what_names_mean():
    tests = course.ASSIGNMENTS / "m2" / "test_e1_amdahl.py"
    for typed in (
        "m2/e1",
        "M2/e1_amdahl.py",
        "m2.e1",
        "assignments\\\\m2\\\\e1_amdahl.py",
        "assigments/m2/e1",
        "e1_amdahl.py",
        "test_e1_amdahl",
    ):
        assert meant.tests([typed.replace("\\\\", "\\")], ROOT) == [str(tests)], typed
    assert meant.tests(["e1_amdahl.py", "given_e2.py"], ROOT / "assignments/m2") == [
        str(tests),
        str(tests.with_name("test_e2_gil.py")),
    ]
    assert meant.tests(["e1"], ROOT / "assignments/m2") == [str(tests)]
    assert meant.tests(["m2"], ROOT) == [str(course.ASSIGNMENTS / "m2")]
    for other in ("tests/test_course.py", "nothing.py", "assignments", "assignments/m2/test_e1_amdahl.py::test_table"):
        assert meant.tests([other], ROOT) == [other]
    which = "which e1? There are m0/e1_timing and m1/e1_growable_vector and m2/e1_amdahl"
    for typed, said in (("e1", which), ("m77", "there is no 'm77'")):
        with pytest.raises(CourseError) as refused:
            meant.tests([typed], ROOT)
        assert str(refused.value).startswith(said)


def test_what_k_and_m_fit(trial):
    assert "○ m9.e1" in flat(trial.pytest("assignments/m9", "-k", "m9.e1 and not fast"))
    nothing = trial.pytest("assignments/m9", "-k", "e9")
    assert nothing.returncode == 4 and "-k e9 fits no check here: the exercises are m9.e1, m9.e2; -k takes these" in flat(
        nothing
    )
    neither = trial.pytest("assignments/m9/test_e2_gpu.py", "-m", "perf")
    assert neither.returncode == 4 and "-m perf fits no check here: the exercises are m9.e2;" in flat(neither)


def test_commands_that_there_are_not(trial):
    for typed, said in (
        (["hanidn", "m9"], "there is no command 'hanidn': did you mean handin?"),
        (["hint", "m9"], "there is no command 'hint': you want pytest assignments/m2 --hint"),
        (["frobnicate"], "there is no command 'frobnicate': python -m graders --help lists what there is"),
        (["plot", "m9/e7"], "there is no exercise 'e7' in m9; there are e1_blur, e2_gpu"),
        (["plot", "e1_blur.py"], "nothing was measured of e1_blur.py yet: run pytest assignments/m9 -k e1 first"),
    ):
        done = trial.run("-m", "graders", *typed)
        assert done.returncode in (1, 2) and said in flat(done), done.stderr
    nowhere = trial.pytest("assignments/m9", "--submission", "nowhere")
    assert nowhere.returncode == 4 and "there is no folder nowhere: give the one with the exercise files" in flat(nowhere)


def test_python_alone_runs_no_tests(trial):
    done = trial.run("assignments/m9/test_e1_blur.py", PYTHONPATH=str(trial.folder))
    assert "Python alone runs no tests; you want pytest assignments/m9/test_e1_blur.py" in flat(done)


def test_results_that_cannot_be_written(trial):
    """The points are shown all the same, and so are hints."""
    trial.write(E1, WRONG)
    trial.write("results", "a file where a folder should be\n")
    done = trial.pytest("assignments/m9", "-k", "test_agrees", "--hint")
    told = flat(done)
    assert done.returncode == 1 and "public checks 0/3" in told and "hint: Which cell" in told, told
    assert "this run could not be noted: " in told and "results/last.json: " in told and "move away what lies there" in told
    failed = trial.pytest("assignments/m9", "-k", "test_agrees", "--result", "results/mine.json")
    assert failed.returncode == 3 and "this run could not be noted: results/mine.json" in flat(failed)
    assert (trial.folder / "results").read_text() == "a file where a folder should be\n"


@pytest.mark.parametrize("source", [f'n = input("How many? ")\n{FAST}', FAST.replace("    return", "    input()\n    return")])
def test_nobody_types_here(trial, source):
    trial.write(E1, source)
    for options in ([], ["--inline"]):
        told = flat(trial.pytest("assignments/m9", "-k", "test_dtype", *options))
        assert re.search(r"e1_blur.py line \d waits for typed input \(input\), and a test types nothing", told), told


def test_a_hand_in_says_what_was_too_noisy(trial):
    """It is not simply less."""
    trial.write(E1, FAST)
    trial.pytest("assignments/m9", "-k", "e1")
    history = trial.folder / "results/history.jsonl"
    run = msgspec.json.decode(history.read_bytes(), type=Result)
    noisy = with_lines(run, lambda line: noisy_line(line) if line.id == "m9.e1.speed" else line)
    history.write_bytes(msgspec.json.encode(noisy) + b"\n")
    told = flat(trial.run("-m", "graders", "handin", "m9", "--yes"))
    assert "e1_blur.py 4/8 4 more too noisy to call" in told, told
    assert "4 points are open because this machine was too busy to measure: run pytest assignments/m9 again when it is" in told


def noisy_line(line: RubricResult) -> RubricResult:
    checks = [msgspec.structs.replace(check, state="noisy", points=0, why=messages.too_noisy("1x")) for check in line.checks]
    return judge_line(line.id, line.title, line.max, checks)


def test_a_python_without_the_courses_packages(trial, tmp_path_factory):
    """The environment was not activated: pytest is there, the rest is not."""
    bare = tmp_path_factory.mktemp("bare")
    installed = Path(pytest.__file__).parents[1]
    for name in ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments"):
        shutil.copytree(installed / name, bare / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(installed / "py.py", bare)
    # -S: without what is installed
    start = f"import sys; sys.path.insert(0, {str(bare)!r}); sys.path.append({str(trial.folder)!r}); import runpy; "
    for command, code in (
        ("sys.argv = ['graders', 'doctor']; runpy.run_module('graders', run_name='__main__')", 70),
        ("sys.argv = ['pytest', 'assignments/m9']; runpy.run_module('pytest', run_name='__main__')", 4),
    ):
        done = trial.run("-S", "-c", start + command)
        assert done.returncode == code, done.stdout + done.stderr
        told = flat(done)
        assert "numpy, numba, hypothesis, pytest-benchmark, psutil, msgspec are not installed for" in told
        assert "activate the environment you installed the course in, or pip install -e ." in told


def test_a_package_of_the_wrong_architecture(trial, tmp_path_factory):
    """As on a Mac whose environment was made under Rosetta: the package is there and its compiled part is another's."""
    site = tmp_path_factory.mktemp("site")
    (site / "fastthing").mkdir()
    (site / "fastthing" / "__init__.py").write_text(
        "try:\n    from fastthing import _core\nexcept ImportError as error:\n    raise ImportError('PLEASE READ') from error\n"
    )
    suffix = importlib.machinery.EXTENSION_SUFFIXES[0]
    (site / "fastthing" / f"_core{suffix}").write_bytes(b"\x7fELF\x01\x01\x01" + bytes(57))  # of 32 bits
    record = site / "fastthing-1.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: fastthing\nVersion: 1.0\n")
    (record / "WHEEL").write_text("Wheel-Version: 1.0\nTag: cp311-cp311-macosx_10_9_x86_64\n")
    trial.write(E1, f"import fastthing\n{FAST}")
    told = flat(trial.pytest("assignments/m9", "-k", "test_dtype", PYTHONPATH=str(site)))
    assert "e1_blur.py line 1: fastthing was installed for another kind of machine or Python" in told
    assert "(cp311-cp311-macosx_10_9_x86_64), this is Python" in told
    assert "python -m pip install --force-reinstall fastthing" in told
    # The same with a package that the graders themselves cannot do without.
    (site / "fastthing").rename(site / "msgspec")
    (site / "msgspec" / "__init__.py").write_text("from msgspec import _core\n")
    record.rename(site / "msgspec-1.0.dist-info")
    (site / "msgspec-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: msgspec\nVersion: 1.0\n")
    for command in (["-m", "pytest", "assignments/m9"], ["-m", "graders", "doctor"]):
        done = trial.run(*command, PYTHONPATH=str(site))
        assert done.returncode in (4, 70)
        assert "msgspec was installed for another kind of machine or Python" in flat(done)


def test_an_edited_test_file(first: Path, tmp_path: Path):
    """In a handout that was unpacked from a zip; `update` brings the test back, `reset` the student's own file."""
    mine = Checkout(shutil.copytree(first / "out", tmp_path / "mine", ignore=shutil.ignore_patterns(".git", "__pycache__")))
    mine.write(E1, WRONG)
    tests = mine.folder / "assignments/m9/test_e1_blur.py"
    tests.write_bytes(tests.read_bytes().replace(b"\n", b"\r\n"))  # as git does on Windows
    assert "as handed out" not in flat(mine.pytest("assignments/m9", "-k", "test_dtype"))
    tests.write_bytes(tests.read_bytes().replace(b"atol=1e-9", b"atol=1e+9"))
    said = "test_e1_blur.py is not as handed out, and the course grades with its own: python -m graders update brings it back"
    assert said in flat(mine.pytest("assignments/m9", "-k", "test_dtype"))
    assert said in flat(mine.run("-m", "graders", "handin", "m9"))
    assert mine.run("-m", "graders", "update", str(first / "out")).returncode == 0
    assert tests.read_bytes() == (first / "out/assignments/m9/test_e1_blur.py").read_bytes()
    assert (mine.folder / E1).read_text() == WRONG
    assert mine.run("-m", "graders", "reset", "m9/e1", "--yes").returncode == 0
    assert (mine.folder / E1).read_bytes() == (first / "out" / E1).read_bytes()


def test_a_helper_file_that_would_not_be_handed_in(trial):
    trial.write("assignments/m9/my_tools.py", "THIRD = 1 / 3\n")
    trial.write(E1, f"from given_e1 import loop\nfrom my_tools import THIRD\n{FAST}")
    told = flat(trial.run("-m", "graders", "handin", "m9"))
    assert "my_tools.py is imported but not handed in: put what you need of it into the exercise's own file" in told
    assert "given_e1.py is imported" not in told
