"""torch is an extra: where the small one comes from, and what is said where there is none."""

import tomllib

import pytest

from graders import doctor
from graders.course import ROOT
from graders.environment import TORCH, torch_command

FROM = "--index-url https://download.pytorch.org/whl/cpu"


def test_everybody_asks_for_the_same_version():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert extras["torch"] == [f"torch=={TORCH}"]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_readme_and_doctor_say_how_to_get_the_small_one(system):
    command = torch_command(system)
    assert command.startswith(f"pip install torch=={TORCH}") and (FROM in command) == (system == "linux")
    assert f"`{command}`" in (ROOT / "README.md").read_text(encoding="utf-8")
    finding = doctor.torch_finding("", system)
    assert command in finding.remedy and "200 MB" in finding.remedy and not finding.serious


def test_linux_is_warned_before_gigabytes_come():
    assert (
        "gigabytes" in doctor.torch_finding("", "linux").remedy and "gigabytes" not in doctor.torch_finding("", "darwin").remedy
    )
    assert "gigabytes" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_where_it_is_there_the_doctor_says_which():
    assert doctor.torch_finding("2.13.0+cpu") == doctor.DoctorFinding("torch", "2.13.0+cpu")


def without_torch(trial, *arguments):
    """pytest's output, and its outcome, in a Python that finds no torch."""
    trial.write("no_torch.py", "import sys\n\nsys.modules['torch'] = None\n")
    done = trial.pytest("-p", "no_torch", "assignments/m9", *arguments)
    return " ".join(done.stdout.split()), done.returncode


def test_an_exercise_that_needs_it_says_so_and_the_others_go_on(trial):
    rows = (trial.folder / "assignments/m9/module.toml").read_text()
    trial.write(
        "assignments/m9/module.toml", rows.replace('file = "e2_gpu.py"\n', 'file = "e2_gpu.py"\nneeds = ["torch"]\n', 1)
    )
    trial.write("assignments/m9/e2_gpu.py", "import torch\n\n\ndef f(x):\n    return x + 1\n")
    trial.write("assignments/m9/e1_blur.py", "def blur(a):\n    return None\n")
    shown, code = without_torch(trial, "-m", "not perf")
    assert code == 1, shown
    assert shown.count(f"this needs torch, about 200 MB: {torch_command()}") == 1, shown
    assert "is a return missing?" in shown


def test_a_file_that_imports_it_all_the_same_is_told_how(trial):
    trial.write("assignments/m9/e1_blur.py", "import torch\n\n\ndef blur(a):\n    return a\n")
    shown, code = without_torch(trial, "-k", "e1 and not faster", "--inline")
    assert code == 1 and f"e1_blur.py line 1: this needs torch, about 200 MB: {torch_command()}" in shown, shown
