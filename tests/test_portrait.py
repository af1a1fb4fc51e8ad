"""The page about the reader's own machine: the command as typed, the page in a browser, what it says when it is not sure."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graders.commands.messages import PAGE_ONLY
from graders.course import ROOT
from graders.doctor import DoctorFinding
from graders.experiment.messages import NO_PICTURE
from graders.machine_report import memory, messages, sections
from graders.machine_report.costs import Cost
from graders.machine_report.kernels import Kernel
from graders.machine_report.measured import Level, Portrait, levels_of
from graders.machine_report.page import page as page_of
from tests import browser

NEAR, FAR = memory.Point(24 << 10, 400e9, 1.5e-9), memory.Point(128 << 20, 20e9, 100e-9)
QUIET = Portrait(
    card={
        "cpu": "A <b>fast</b> one",
        "cores": 4,
        "system": "Linux",
        "python": "3.11",
        "numpy": "2",
        "numba": "1",
        "noise": 0.02,
    },
    moving={1: 20e9, 4: 50e9},
    computing={1: 40e9, 4: 160e9},
    levels=(Level("L1", 48 << 10, NEAR), Level("memory", 0, FAR)),
    curve=(NEAR, FAR),
    kernels=(
        Kernel("Python loop", "for …", moved=8_000, operations=1_000, seconds=40e-6),
        Kernel("transposition", "np.copyto(b, a.T)", moved=20_000_000, operations=0, seconds=4e-3),
        Kernel("matrix product", "a @ b", moved=24_000_000, operations=2_000_000_000, seconds=62.5e-3),
    ),
    costs=(Cost("lock", 100e-9, "taken and given back"), Cost("process", 10e-3, "started and waited for")),
    capacity=1.95,
    noise=0.02,
    others=0.01,
    seconds=12.0,
)


def typed(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "graders", "doctor", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the command says, and the page that it writes."""
    file = tmp_path_factory.mktemp("results") / "your-machine.html"
    done = typed("--page", "--quick", "--out", file)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, file


def test_the_command_sums_up_in_80_columns_and_says_where_the_page_is(measured: tuple[str, Path]):
    said, file = measured
    lines = said.splitlines()
    assert max(map(len, lines[:-1])) <= 80 and lines[-1] == str(file)
    flat = " ".join(said.split())
    assert re.search(r"One core moves [\d.]+ GB/s from and to memory and computes [\d.]+ GFLOP/s", flat)
    assert messages.MEASURED_QUICKLY in flat
    for name in ("memory", "triad", "matrix product", "Python loop", "lock", "thread", "process", "system call"):
        assert re.search(rf"^{name} +[\d.]", said, re.MULTILINE), name
    for row in re.findall(r"^(?:function call|lock|process) .*$", said, re.MULTILINE):
        assert re.search(r" [\d.]+ (ns|µs|ms) ", row), row


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here")
def test_the_page_reads_well_by_day_by_night_and_on_a_phone(measured: tuple[str, Path], tmp_path: Path):
    _, file = measured
    with browser.browser(tmp_path) as page:
        for width, dark in ((820, False), (820, True), (360, False)):
            page.open(file, width, dark)
            assert not page.trouble and page.run("document.documentElement.scrollWidth") == width
            inside = "[...document.querySelectorAll('td, th, dd, p')].map(each => each.getBoundingClientRect().right)"
            assert max(page.run(inside)) <= width
        words = page.run("[...document.querySelectorAll('svg')].map(each => each.getAttribute('aria-label'))")
        assert len(words) == 2 and all(re.search(r"\d", each) for each in words)
        assert words[1].startswith("Roofline of one core")
        # In the picture, every kernel that computes; the axis of a picture on a phone is scrolled to, not squeezed.
        labels = page.run("document.querySelectorAll('svg')[1].textContent")
        assert all(name in labels for name in ("triad", "sum", "convolution", "matrix product", "Python loop"))
        assert page.run("document.querySelector('figure').scrollWidth > document.querySelector('figure').clientWidth")
        headings = page.run("[...document.querySelectorAll('h2')].map(each => each.textContent)")
        assert len(headings) == len(set(headings)) == 6
    named = re.findall(r"“([^”]+)”, (guide/[\w/]+\.md)", file.read_text(encoding="utf-8"))
    assert len(named) == 4
    for heading, place in named:
        assert re.search(rf"^#+ .*{re.escape(heading)}", (ROOT / place).read_text(encoding="utf-8"), re.MULTILINE), place


def test_a_student_without_the_extras_has_the_page_without_pictures(tmp_path: Path):
    for package in ("matplotlib", "jinja2"):
        (tmp_path / "none" / package).mkdir(parents=True)
        (tmp_path / "none" / package / "__init__.py").write_text(f"raise ModuleNotFoundError('no', name='{package}')\n")
    file = tmp_path / "page.html"
    done = typed("--page", "--quick", "--out", file, PYTHONPATH=f"{tmp_path / 'none'}{os.pathsep}{ROOT}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert NO_PICTURE in done.stdout
    html = file.read_text(encoding="utf-8")
    assert "No plot: matplotlib is not installed" in html and "<svg" not in html and html.count('class="bar"') > 15
    assert html.count("<h2>") == 6


def test_options_of_the_page_alone_are_a_misunderstanding():
    done = typed("--quick")
    assert done.returncode == 2 and done.stderr == f"graders: {PAGE_ONLY}\n"


def test_shares_are_of_the_roof_at_the_kernels_intensity_and_all_text_is_escaped():
    html = page_of(QUIET, [DoctorFinding("GPU", "a <i>fine</i> one")])
    assert "<b>" not in html and "A &lt;b&gt;fast&lt;/b&gt; one" in html and "a &lt;i&gt;fine&lt;/i&gt; one" in html
    rows = {cells[0].split("<")[0].strip(): cells for cells in map(cells_of, re.findall(r"<tr><td>.*?</tr>", html))}
    # 1 operation per 8 bytes is memory's at 20 GB/s: 2.5 G; 25 M of it are done.
    assert rows["Python loop"][1:] == ["0.125", "0.025", "0.2", "1 %"]
    # Nothing computed: 5 GB/s of 20.
    assert rows["transposition"][1:] == ["0", "–", "5", "25 %"]
    # 83 operations per byte: arithmetic's roof, 32 of 40.
    assert rows["matrix product"][1:] == ["83.3", "32", "0.384", "80 %"]
    assert rows["lock"][1:] == ["100 ns", "4000"] and rows["process"][1:] == ["10 ms", "400 million"]
    assert rows["memory"][1:] == ["", "128 MiB", "20", "100"]
    said = list(sections.summary(QUIET))
    assert "4 cores together 50 GB/s and 160 GFLOP/s" in said[0]
    assert "While one number of 8 bytes travels, a core could do 16 operations." in said[1]
    assert "takes 100 ns; in that time a core could have done 4000 operations." in said[2]


def cells_of(row: str) -> list[str]:
    return re.findall(r"<td>(.*?)</td>", row)


def test_a_machine_that_was_not_quiet_says_so_with_what_told_it():
    assert not QUIET.signs and "not quiet" not in page_of(QUIET, [])
    for change, told in (
        ({"noise": 0.4}, "timing noise 40 %: too busy for races"),
        ({"others": 0.5}, "others used 50 % of all processors"),
        ({"capacity": 1.1}, "two threads get 1.1 times as much done"),
    ):
        busy = replace(QUIET, **change)
        first = next(sections.summary(busy))
        assert told in first and first.startswith("This machine was not quiet") and first.count(";") < 2
    assert "not quiet" in page_of(busy, [])
    assert not replace(QUIET, capacity=1.1, moving={1: 20e9}, computing={1: 40e9}).signs


def test_a_cache_is_measured_where_the_one_before_is_too_small():
    found = memory.within({"L3": 32 << 20, "L1": 32 << 10, "L2": 512 << 10})
    assert found == {"L1": 16 << 10, "L2": 128 << 10, "L3": 4 << 20}
    points = [memory.Point(1 << power, 1e9, 1e-9) for power in range(14, 27)]
    unknown = levels_of({}, points, 0.0)
    assert [each.name for each in unknown] == ["16 KiB", "256 KiB", "4 MiB"] and not any(each.size for each in unknown)
    html = page_of(replace(QUIET, levels=(*unknown, Level("memory", 0, FAR))), [])
    assert "<td>16 KiB" in html and "one core, data in 16 KiB" in html


def test_memory_is_measured_beyond_the_caches_as_far_as_there_is_memory():
    assert memory.largest({"L1": 48 << 10, "L3": 32 << 20}, 64 << 30) == 128 << 20
    assert memory.largest({}, 64 << 30) == 64 << 20
    assert memory.largest({"L3": 1 << 30}, 64 << 30) == 512 << 20
    assert memory.largest({"L3": 32 << 20}, 256 << 20) == 32 << 20
