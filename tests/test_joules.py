"""Joules: counted where a processor has a counter, modelled and called so by the meter, and never guessed beside a race."""

import pytest

from graders.judge import joules
from graders.quantities import quantity
from graders.result import load
from tests.checkout import TESTS, Checkout


def zone(folder, path, name, microjoules, most=262_143_328_850):
    """A folder as the kernel has it, one for a package, for a part of one, or for the whole machine."""
    zone = folder / path
    zone.mkdir(parents=True)
    for file, text in (("name", name), ("energy_uj", str(microjoules)), ("max_energy_range_uj", str(most))):
        (zone / file).write_text(f"{text}\n")
    return zone / "energy_uj"


@pytest.fixture
def powercap(tmp_path, monkeypatch):
    """A folder with no counter yet, where joules looks for them."""
    folder = tmp_path / "powercap"
    folder.mkdir()
    monkeypatch.setattr(joules, "FOLDER", folder)
    return folder


def test_packages_are_added_up_and_nothing_is_counted_twice(powercap):
    first = zone(powercap, "intel-rapl:0", "package-0", 5_000_000)
    second = zone(powercap, "intel-rapl:1", "package-1", 9_000_000)
    others = [
        zone(powercap, "intel-rapl:0:0", "core", 4_000_000),
        zone(powercap, "intel-rapl:0:1", "dram", 1_000_000),
        zone(powercap, "intel-rapl:2", "psys", 20_000_000),
        zone(powercap, "intel-rapl-mmio:0", "package-0", 5_000_000),
    ]
    before = joules.read()
    first.write_text("6500000\n")
    second.write_text("9250000\n")
    for each in others:
        each.write_text("99000000\n")
    assert joules.between(before, joules.read()) == 1.75
    assert joules.between(before, before) == 0.0


def test_a_counter_that_began_again_at_0_went_on(powercap):
    counter = zone(powercap, "intel-rapl:0", "package-0", 9_000_000, most=10_000_000)
    before = joules.read()
    counter.write_text("2000000\n")
    assert joules.between(before, joules.read()) == 3.0


def test_what_cannot_be_read_is_not_guessed(powercap):
    counter = zone(powercap, "intel-rapl:0", "package-0", 5)
    before = joules.read()
    counter.write_text("")  # for it is root that these tests may run as, who can read everything
    assert before and joules.read() is None and joules.between(before, joules.read()) is None


def test_one_package_of_two_is_none(powercap):
    zone(powercap, "intel-rapl:0", "package-0", 5)
    zone(powercap, "intel-rapl:1", "package-1", "")
    assert joules.read() is None


def test_without_a_counter_nobody_looks_for_it_again(powercap):
    assert joules.read() is None
    zone(powercap, "intel-rapl:0", "package-0", 5)
    assert joules.read() is None
    assert joules.between(None, None) is None


@pytest.mark.parametrize(
    ("value", "words"), [(2.5, "2.5 J"), (0.25, "250 mJ"), (3.21e-3, "3.2 mJ"), (1.4e-5, "14 µJ"), (0.0, "0 nJ")]
)
def test_joules_in_words(value, words):
    assert quantity(value, "J") == words


CODE = """\
import numpy as np

def tick(microjoules):
    with open({counter!r}, "r+") as file:
        grown = int(file.read()) + microjoules
        file.seek(0)
        file.write(str(grown % 10_000_000).ljust(9))
def {name}(a):
    tick({microjoules})
    {slowly}
    return (np.roll(a, 1) + a + np.roll(a, -1)) / 3
"""
HEAD = "from pathlib import Path\n\nfrom graders.judge import joules, meters\n\njoules.FOLDER = Path({folder!r})\n"
METER = """\


@pytest.mark.points(3)
def test_meter(student):
    '''what the meter says'''
    meters.energy(student, "blur", np.ones(6), verify=lambda *_: None)


@pytest.mark.perf"""


def raced(trial: Checkout, folder, counter):
    """What meter and race say, where a call of the student's takes 30 mJ, and one of the yardstick's 120."""
    code = {"counter": str(counter), "slowly": "for _ in range(400): np.sort(a)"}
    trial.write("assignments/m9/e1_blur.py", CODE.format(name="blur", microjoules=30_000, **code | {"slowly": "pass"}))
    trial.write("assignments/m9/given_e1.py", CODE.format(name="loop", microjoules=120_000, **code))
    body = TESTS.split("\n\n@pytest.mark.points(3)")[0] + METER + TESTS.split("@pytest.mark.perf")[1]
    trial.write(
        "assignments/m9/test_e1_blur.py",
        HEAD.format(folder=str(folder)) + body.replace("20_000", "2_000").replace("{4: 2, 20: 4}", "{2: 4}"),
    )
    done = trial.pytest("assignments/m9", "-k", "e1")
    checks = [check for line in load(trial.folder / "results" / "last.json").exercises[0].rubric for check in line.checks]
    return done.stdout, {check.title: check.measures for check in checks}


@pytest.mark.alone
def test_a_race_tells_joules_per_call_where_they_are_counted(trial, tmp_path):
    folder = tmp_path / "powercap"
    counter = zone(folder, "intel-rapl:0", "package-0", "9900000  ", most=10_000_000)
    told, measures = raced(trial, folder, counter)
    (metered,), (found,) = measures["what the meter says"], measures["faster than the plain loop"]
    assert metered.value == pytest.approx(0.03) and metered.note == "counted by the processor, all of it", told
    assert found.name == "energy" and found.value == pytest.approx(0.03, rel=1e-3)
    assert found.note == "counted by the processor, all of it, for each call; loop: 120 mJ"
    assert "energy 30 mJ; counted by the processor" in " ".join(told.split()), told


@pytest.mark.alone
def test_a_race_says_nothing_of_joules_where_they_are_not(trial, tmp_path):
    folder = tmp_path / "powercap"
    counter = zone(folder, "psys", "psys", 9_900_000)
    told, measures = raced(trial, folder, counter)
    (metered,) = measures["what the meter says"]
    assert metered.value and metered.note == "modelled, not measured: CPU time times 10 W"
    assert measures["faster than the plain loop"] == [] and "J;" not in told.replace(metered.note, "").split("faster")[1]
