"""A copy of the course as a student has it."""

import collections
import os
import shutil
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from graders.course import ROOT
from graders.worker.launch import cores
from tests.checkout import GIVEN, GPU_TESTS, MODULE, STARTER, TESTS, Checkout, undecided

# A course of its own, and submissions: not tests of the graders.
collect_ignore = ["attacks", "submissions", "journeys/example"]

# This machine may be busy: how long an example takes says nothing about the graders.
settings.register_profile("graders", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("graders")


BEGIN = pytest.StashKey[float]()
BESIDE = "not raced and not alone"
"""What the Makefile chooses to run several at a time."""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """The course as students get it: no solutions, no hidden tests."""
    return make_checkout(tmp_path)


def make_checkout(folder: Path) -> Checkout:
    skip = shutil.ignore_patterns("__pycache__", "hidden", "*.egg-info")
    for name in ("assignments", "graders"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copyfile(ROOT / name, folder / name)
    return Checkout(folder)


@pytest.fixture
def trial(checkout: Checkout) -> Checkout:
    """The same with a small module m9 in it."""
    return with_trial(checkout)


def with_trial(checkout: Checkout) -> Checkout:
    checkout.write("assignments/m9/module.toml", MODULE)
    checkout.write("assignments/m9/e1_blur.py", STARTER)
    checkout.write("assignments/m9/given_e1.py", GIVEN)
    checkout.write("assignments/m9/test_e1_blur.py", TESTS)
    checkout.write("assignments/m9/e2_gpu.py", "def f(x):\n    raise NotImplementedError\n")
    checkout.write("assignments/m9/test_e2_gpu.py", GPU_TESTS)
    return checkout


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="what takes long, too: every attack, submission and race")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """With `auto` one more than there are cores: a sixth of the time, a test waits for something else than a core."""
    return cores() + (config.option.numprocesses == "auto")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "raced: is timed by the processor's clock: a core for each")
    config.addinivalue_line("markers", "long: is left to `make test-all`")
    config.addinivalue_line("markers", "alone: goes by the wall clock, or looks at the whole machine: one at a time")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    undecided.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A busy machine fails no test: where a command said that it could not decide something, a failure is a skip."""
    report = yield
    if report.when == "call" and report.failed and undecided:
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1], f"Skipped: this machine is too busy: {undecided[0]!r} was said")
    return report


TOOK: collections.Counter[str] = collections.Counter()
WALK = ("tests/test_exercises.py", "tests/test_samples.py", "tests/test_figures.py")
"""What goes through all modules of the course."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    part = "walk" if report.nodeid.startswith(WALK) else "journeys" if report.nodeid.startswith("tests/journeys/") else "unit"
    TOOK[part] += report.duration


def pytest_sessionstart(session: pytest.Session) -> None:
    session.stash[BEGIN] = time.monotonic()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """For tools/test_times.py. A run of one kind of tests is noted there under its own name."""
    if (
        session.config.option.markexpr == BESIDE
        and (notes := os.environ.get("TEST_TIMES"))
        and not hasattr(session.config, "workerinput")
    ):
        share = (time.monotonic() - session.stash[BEGIN]) / max(TOOK.total(), 1e-9)
        with open(notes, "a", encoding="ascii") as file:
            file.writelines(f"{part} {seconds * share:.1f}\n" for part, seconds in sorted(TOOK.items()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The files that take longest first, so that no core waits for them in the end."""
    for item in items:
        if item.get_closest_marker("long") and not config.option.all:
            item.add_marker(pytest.mark.skip(reason="make test-all runs this one"))
    items.sort(key=lambda item: item.path.name not in ("test_exercises.py", "test_attacks.py"))
