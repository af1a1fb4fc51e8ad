"""Plots: what is drawn, that it is the same every time, and the command that writes it."""

import re
import xml.etree.ElementTree as ElementTree

import msgspec
import pytest

from graders import drawing
from graders.report import plots
from graders.result import Result, Speedup, Step, encode
from tests import samples
from tests.checkout import FAST, Checkout

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plot: drawing.Plot) -> ElementTree.Element:
    """The picture, which is well-formed, takes its colours from the page and nothing from elsewhere."""
    for svg in (plot.svg, drawing.standalone(plot)):
        root = ElementTree.fromstring(svg)
        assert root.tag == f"{SVG}svg"
        assert not re.search(r"#0[0-9a-f]0\d0\d|url\((?!#)|href=\"(?!#)|<metadata|<script", svg)
    assert "nan" not in plot.svg and "inf" not in plot.svg
    return ElementTree.fromstring(plot.svg)


def words(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def dots(root: ElementTree.Element) -> int:
    return len(list(root.iter(f"{SVG}use")))


def speedup(ratio: float, **changes: object) -> Speedup:
    steps = [Step(1.3, 1), Step(1.5, 2), Step(1.6, 3), Step(40, 4)]
    speed = Speedup(ratio=ratio, low=ratio * 0.9, high=ratio * 1.1, rounds=3, clean_rounds=3, seconds=1, steps=steps)
    return msgspec.structs.replace(speed, **changes)


def test_every_round_is_a_dot_and_every_step_has_its_points():
    root = drawn(plots.strip(speedup(1.55, ratios=[1.5, 1.6, 1.55], disturbed=[1.1]), 2))
    said = words(root)
    for text in ("1.3x ✓", "1.5x ✓", "1.6x", "40x", "1 point", "4 points"):
        assert text in said, said
    assert dots(root) - dots(drawn(plots.strip(speedup(1.55, ratios=[1.5]), 2))) == 3


@pytest.mark.parametrize("ratio", [0.0, 0.02, 0.9, 1.0, 3.6, 5000.0, float("inf"), float("nan")])
def test_a_strip_can_be_drawn_of_any_ratio(ratio):
    plot = plots.strip(speedup(ratio, ratios=[ratio, 1.0]), 2)
    drawn(plot)
    assert plot.words.endswith("Steps: 1.3x for 1 point, 1.5x for 2 points, 1.6x for 3 points, 40x for 4 points.")


def test_growth_shows_the_fit_and_where_the_inputs_outgrow_the_caches():
    plot = plots.growth(samples.GROWTH, {"L1": 48 << 10, "L2": 1 << 20, "L3": 1 << 30})
    assert {"n^1", "L1", "L2", "memory"} <= set(words(drawn(plot)))
    assert "L3" not in plot.words
    # Eight bytes per number: 48 KiB are full at n = 6144, 1 MiB at 131072.
    assert plot.words.endswith("L1 is full at n = 6100. L2 is full at n = 130 k.")
    assert "L1" not in plots.growth(msgspec.structs.replace(samples.GROWTH, footprints=[0, 0, 0]), {"L1": 48 << 10}).svg


def test_threads_are_drawn_beside_the_ideal_and_amdahls_law():
    plot = plots.threads(samples.THREADS)
    assert {"ideal", "88 % parallel", "threads"} <= set(words(drawn(plot)))
    assert (
        plot.words
        == "Speed-up over threads: 1x with 1, 1.8x with 2, 2.4x with 3, 2.9x with 4. 88 % of the work runs in parallel."
    )


def test_rooflines_number_the_runs_and_name_the_roofs():
    first = msgspec.structs.replace(samples.ROOFLINE, curve=[(0.125, 2e8)])
    plot = plots.roofline([first, samples.ROOFLINE])
    assert {"20 GB/s", "100 GFLOP/s", "1", "2"} <= set(words(drawn(plot)))
    assert plot.words == ("Roofline: 1 GFLOP/s at 0.12 operations per byte, 40 % of what this machine can do there. Run 2.")
    assert "2" not in words(drawn(plots.roofline([first])))


def test_the_same_result_gives_the_same_bytes():
    check = samples.result().exercises[0].rubric[0].checks[1]
    once, again = ([plot.svg for plot in plots.of_check(check, samples.CACHES)] for _ in range(2))
    assert once == again and len(once) == 3


def history(*runs: Result) -> bytes:
    return b"".join(msgspec.json.encode(run) + b"\n" for run in runs)


def test_the_last_run_that_measured_is_drawn_and_rooflines_show_all_runs():
    runs = [samples.result(), samples.result(), samples.untouched()]
    found = dict(plots.of_runs(runs, "m2.e0"))
    assert list(found) == [
        "m2.e0.correct-1-growth",
        "m2.e0.correct-2-threads",
        "m2.e0.correct-3-roofline",
        "m2.e0.speed-4-strip",
    ]
    assert found["m2.e0.correct-3-roofline"].words.endswith("Run 2.")
    assert not dict(plots.of_runs(runs, "m2.e2"))


def test_a_student_plots_an_exercise_as_typed(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    empty = trial.run("-m", "graders", "plot", "m9.e1")
    assert empty.returncode == 1
    assert empty.stderr == "graders: nothing was measured of m9.e1 yet: run pytest assignments/m9 -k e1 first\n"
    trial.pytest("assignments/m9", "-k", "e1")
    with open(trial.folder / "results" / "history.jsonl", "ab") as file:
        file.write(b'{"schema": "half a')
    done = trial.run("-m", "graders", "plot", "m9.e1")
    assert done.returncode == 0, done.stderr
    path = trial.folder / "results" / "plots" / "m9.e1.speed-1-strip.svg"
    assert done.stdout.startswith("results/plots/m9.e1.speed-1-strip.svg\n  Speed on a logarithmic axis: ")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "4x ✓" in words(ElementTree.fromstring(path.read_text(encoding="utf-8")))
    assert trial.run("-m", "graders", "plot", "m9.e8").returncode == 2


def test_a_result_that_is_none_is_one_sentence(trial: Checkout):
    trial.write("broken.json", "{}")
    done = trial.run("-m", "graders", "plot", "m9", "--result", "broken.json")
    assert done.returncode == 1
    assert done.stderr.startswith("graders: broken.json is not a result of this grader")
    result = msgspec.structs.replace(samples.result(), module="m9")
    trial.write("right.json", encode(result).decode().replace("m2.e0", "m9.e1"))
    done = trial.run("-m", "graders", "plot", "m9", "--result", "right.json", "--out", "pictures")
    assert done.returncode == 0 and len(list((trial.folder / "pictures").glob("m9.e1.*.svg"))) == 4


def test_progress_has_a_line_per_exercise_that_was_begun(tmp_path):
    runs = [samples.result(e0_correct="fail"), samples.result(), samples.perfect()]
    plot = plots.progress(samples.module(tmp_path), runs)
    said = words(drawn(plot))
    assert plot.words == "Public points over 3 runs; after the last: m2.e0 12, m2.e1 12, m2.e2 7."
    assert {"e0 12", "e1 12", "e2 7", "run", "public points"} <= set(said), said
    assert plots.progress(samples.module(tmp_path), runs).svg == plot.svg
    before = plots.progress(samples.module(tmp_path), runs[:2])
    assert "m2.e2" not in before.words  # not started is no line
