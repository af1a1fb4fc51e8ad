"""`python -m graders trace m9.e1`: a timeline in the trace-event format, and a flame graph, of one run of a student's code."""

import importlib.util
import json
import multiprocessing
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from graders import cli
from graders.course import ROOT
from graders.tracing import Recording, Round, Span, flame, messages, recordings, timeline
from graders.tracing.recordings import BUILT_IN, COURSE, LIBRARY, WAITING, YOURS, Call, Process, Thread
from tests.checkout import FAST, WRONG, Checkout

pytestmark = pytest.mark.skipif(importlib.util.find_spec("viztracer") is None, reason="needs viztracer")
Event = dict[str, Any]

THREADS = """\
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def piece(a, begin, end):
    rows = np.array([a[i - 1] + a[i] + a[(i + 1) % len(a)] for i in range(begin, end)])
    return rows / 3


def blur(a):
    half = len(a) // 2
    with ThreadPoolExecutor(2) as pool:
        return np.concatenate(list(pool.map(piece, [a, a], [0, half], [half, len(a)])))
"""
PROCESSES = THREADS.replace("ThreadPool", "ProcessPool")
BUSY = """\
import numpy as np


def third(x):
    return x / 3


def blur(a):
    for i in range(250_000):
        third(i)
    return (np.roll(a, 1) + a + np.roll(a, -1)) / 3
"""


def traced(checkout: Checkout, *more: str, exercise: str = "m9.e1") -> str:
    done = checkout.run("-m", "graders", "trace", exercise, *more)
    assert done.returncode == 0, done.stdout + done.stderr
    assert max(len(line) for line in done.stdout.splitlines() if str(checkout.folder) not in line) <= 80, done.stdout
    return done.stdout


def refused(checkout: Checkout, *typed: str) -> str:
    """The one sentence of a command that did not do it."""
    done = checkout.run("-m", "graders", "trace", *typed)
    assert done.returncode, done.stdout + done.stderr
    assert done.stderr.startswith("graders: ") and done.stderr.count("\n") == 1 and not done.stdout, done.stderr
    return done.stderr.removeprefix("graders: ").strip()


def events_of(checkout: Checkout, name: str = "m9.e1") -> list[Event]:
    """The events of a trace, after a look at each: what the format asks for, and that calls lie inside their callers."""
    trace = json.loads((checkout.folder / "results" / "traces" / f"{name}.json").read_text(encoding="utf-8"))
    assert trace["displayTimeUnit"] in ("ms", "ns")
    tracks = defaultdict(list)
    for event in trace["traceEvents"]:
        assert {"ph", "name", "pid", "tid"} <= event.keys() and type(event["pid"]) is type(event["tid"]) is int
        if event["ph"] == "M":
            assert event["name"] in ("process_name", "process_sort_index", "thread_name", "thread_sort_index")
            continue
        assert event["ph"] == "X" and type(event["name"]) is str and event["name"] and event["cat"]
        assert event["ts"] >= 0 and event["dur"] >= 0
        tracks[event["pid"], event["tid"]].append(event)
    for track in tracks.values():
        nests(track)
    return list(trace["traceEvents"])


def nests(track: list[Event]) -> None:
    """Two events of a thread lie beside each other, or one inside the other."""
    stack: list[float] = []
    for event in sorted(track, key=lambda event: (event["ts"], -event["dur"])):
        end = event["ts"] + event["dur"]
        while stack and event["ts"] >= stack[-1] - 1e-3:
            stack.pop()
        assert not stack or end <= stack[-1] + 2e-3, event
        stack.append(end)


def named(events: list[Event], kind: str) -> dict[tuple[int, int], str]:
    """The names of processes, or threads, by (process, thread)."""
    return {(each["pid"], each["tid"]): each["args"]["name"] for each in events if each["name"] == f"{kind}_name"}


def calls(events: list[Event], name: str) -> list[Event]:
    return [event for event in events if event["ph"] == "X" and event["name"] == name]


def picture_of(checkout: Checkout, name: str = "m9.e1") -> ElementTree.Element:
    return ElementTree.fromstring((checkout.folder / "results" / "traces" / f"{name}.svg").read_text(encoding="utf-8"))


def test_rounds_and_calls(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    shown = traced(trial)
    events = events_of(trial)
    processes, threads = named(events, "process"), named(events, "thread")
    assert processes == {(1, 0): "the race, as the judge sees it", (2, 0): "your code: blur"}
    assert threads == {(1, 1): "rounds of blur", (2, 1): "main thread"}
    rounds = [event for event in events if event.get("cat") == "race"]
    assert [event["name"] for event in rounds] == [
        name for number in (1, 2, 3) for name in (f"round {number}", "the yardstick: loop", "yours: blur")
    ]
    own = calls(events, "blur")
    assert len(own) == 3 and all(each["cat"] == YOURS and each["args"] == {"file": "e1_blur.py", "line": 4} for each in own)
    for mine, track in zip(own, calls(events, "yours: blur"), strict=True):  # one clock for all of them
        assert track["ts"] <= mine["ts"] and mine["ts"] + mine["dur"] <= track["ts"] + track["dur"]
    rolled = calls(events, "roll")
    assert len(rolled) >= 6 and {each["cat"] for each in rolled} == {LIBRARY}
    assert not any("perform" in event["name"] or "_prepare" in event["name"] for event in events)  # none of the worker's own
    assert "3 rounds of the race; 1 process, 1 thread" in shown and "e1_blur.py:4" in shown and "otherwise" in shown
    assert not (trial.folder / "results" / "history.jsonl").exists() and not (trial.folder / "results" / "last.json").exists()


def test_picture(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    traced(trial)
    root = picture_of(trial)
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg" and "blur" in root.findtext(f"{space}desc", "")
    bars = root.findall(f"{space}g")
    titles = [bar.findtext(f"{space}title", "") for bar in bars]
    assert any(title.startswith("blur (e1_blur.py:4): ") and "in 3 calls" in title for title in titles), titles
    assert all(bar.get("tabindex") == "0" and bar.get("aria-label") == title for bar, title in zip(bars, titles, strict=True))
    for bar in bars:
        rect = bar.find(f"{space}rect")
        assert rect is not None
        left, wide = float(rect.attrib["x"]), float(rect.attrib["width"])
        assert left >= flame.MARGIN - 0.01 and left + wide <= flame.WIDTH - flame.MARGIN + 0.01
    whole = (trial.folder / "results/traces/m9.e1.svg").read_text(encoding="utf-8")
    assert "prefers-color-scheme:dark" in whole and "http" not in whole.replace("http://www.w3.org/2000/svg", "")


def test_threads_are_tracks(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", THREADS)
    shown = traced(trial)
    events = events_of(trial)
    threads = named(events, "thread")
    where = {(each["pid"], each["tid"]) for each in calls(events, "piece")}
    assert where and all(threads[place].startswith("ThreadPoolExecutor") and place[0] == 2 for place in where)
    assert len(calls(events, "piece")) == 6 and {each["tid"] for each in calls(events, "blur")} == {1}
    assert any(event.get("cat") == WAITING for event in events)
    assert "1 process, " in shown and "1 thread\n" not in shown


def with_processes(trial: Checkout) -> None:
    toml = (trial.folder / "assignments/m9/module.toml").read_text(encoding="utf-8")
    trial.write("assignments/m9/module.toml", toml.replace("limit = 2\n", "limit = 5\nprocesses = true\n", 1))


@pytest.mark.parametrize("how", ["fork", "spawn"])
def test_processes_are_tracks(trial: Checkout, how: str):
    if how not in multiprocessing.get_all_start_methods():
        pytest.skip("processes are not started like this here")
    with_processes(trial)
    pool = f"ProcessPoolExecutor(2, multiprocessing.get_context({how!r}))"
    trial.write("assignments/m9/e1_blur.py", "import multiprocessing\n" + PROCESSES.replace("ProcessPoolExecutor(2)", pool))
    traced(trial)
    events = events_of(trial)
    processes = named(events, "process")
    pieces = calls(events, "piece")
    assert pieces and all(processes[each["pid"], 0].startswith("a process of your code: blur") for each in pieces)
    assert {each["cat"] for each in pieces} == {YOURS}
    assert len({each["pid"] for each in calls(events, "blur")}) == 1


@pytest.mark.parametrize(
    ("exercise", "function", "thread"),
    [("m2/e3_histogram", "_count", "ThreadPool"), ("m1/e3_jagged", "row_sums", "main")],
)
def test_exercises_of_the_course(checkout: Checkout, exercise: str, function: str, thread: str):
    solution = ROOT / "solutions" / f"{exercise}.py"
    if not solution.is_file():
        pytest.skip("no solutions here")
    shutil.copyfile(solution, checkout.folder / "assignments" / f"{exercise}.py")
    name = exercise.partition("_")[0].replace("/", ".")
    traced(checkout, exercise=name)
    events = events_of(checkout, name)
    threads = named(events, "thread")
    found = calls(events, function)
    assert found and all(threads[each["pid"], each["tid"]].startswith(thread) for each in found)


def test_checks_where_there_is_no_race(trial: Checkout):
    tests = (trial.folder / "assignments/m9/test_e1_blur.py").read_text(encoding="utf-8")
    trial.write("assignments/m9/test_e1_blur.py", tests.partition("@pytest.mark.perf")[0])
    trial.write("assignments/m9/e1_blur.py", FAST)
    shown = traced(trial)
    events = events_of(trial)
    assert named(events, "thread")[1, 1] == "checks" and len(calls(events, "the answer is an array of float64")) == 1
    agrees = calls(events, "agrees with the plain loop")[0]
    inside = [each for each in calls(events, "blur") if agrees["ts"] <= each["ts"] <= agrees["ts"] + agrees["dur"]]
    assert len(inside) > 5 and len(calls(events, "blur")) == len(inside) + 1
    assert "2 checks (there is no race)" in shown
    assert refused(trial, "m9.e1", "--yardstick") == messages.no_yardstick("m9.e1")


def test_the_yardstick(trial: Checkout):
    """Also while nothing is written yet."""
    said = refused(trial, "m9.e1")
    assert said.startswith("m9.e1 is not started: ") and "--yardstick" in said
    said = refused(trial, "m9.e2")  # whose checks need no race
    assert said.startswith("m9.e2 is not started: ") and "--yardstick" not in said
    shown = traced(trial, "--yardstick")
    events = events_of(trial, "m9.e1-yardstick")
    assert named(events, "process")[2, 0] == "the yardstick: loop" and len(calls(events, "loop")) == 3
    assert {each["cat"] for each in calls(events, "loop")} == {COURSE} and "yardstick loop" in shown


def test_too_much_to_write_down(trial: Checkout):
    """Three rounds of 250,000 calls do not fit; what is left out is said, and counts as its caller's."""
    trial.write("assignments/m9/e1_blur.py", BUSY)
    shown = " ".join(traced(trial).split())
    assert messages.not_recorded(10.0) in shown
    events = events_of(trial)
    assert len(calls(events, "blur")) == 3 and len(calls(events, "third")) < 1000
    assert (trial.folder / "results/traces/m9.e1.json").stat().st_size < 32 << 20


def test_a_race_that_asks_something_first_is_a_race(trial: Checkout):
    tests = (trial.folder / "assignments/m9/test_e1_blur.py").read_text(encoding="utf-8")
    trial.write(
        "assignments/m9/test_e1_blur.py", tests.replace("    student.race(", "    student.blur(np.zeros(4))\n    student.race(")
    )
    trial.write("assignments/m9/e1_blur.py", FAST)
    assert "m9.e1 blur, 3 rounds of the race; 1 process, 1 thread" in traced(trial)
    assert len(calls(events_of(trial), "blur")) == 3


def test_a_wrong_answer_is_traced_and_named(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", WRONG)
    shown = traced(trial)
    assert "! blur: the answer is wrong" in shown and "traced nevertheless" in " ".join(shown.split())
    assert len(calls(events_of(trial), "blur")) == 3


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("def blur(a):\n    return 1 // 0\n", "raised ZeroDivisionError"),
        ("def blur(:\n", "line 1"),
        ("import os\n\n\ndef blur(a):\n    os._exit(3)\n", "ended"),
        ("def other(a):\n    return a\n", "blur"),
    ],
)
def test_code_that_breaks_gets_one_sentence(trial: Checkout, code: str, why: str):
    trial.write("assignments/m9/e1_blur.py", code)
    said = refused(trial, "m9.e1")
    assert said.startswith("m9.e1 could not be traced: ") and why in said and "Traceback" not in said


def test_what_there_is_not(trial: Checkout):
    assert "there is no exercise 'e7' in m9" in refused(trial, "m9.e7")
    assert "there is no module 'm42' in" in refused(trial, "m42.e1")
    assert refused(trial, "m9").startswith("which exercise of m9?")


def test_where_nothing_can_be_written(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    trial.write("plain", "not a folder")
    said = refused(trial, "m9.e1", "--out", "plain")
    assert "plain" in said and "move away what lies there" in said


def test_without_the_library(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: None)
    assert cli.main(["trace", "m2.e3"]) == 70
    assert capsys.readouterr().err == f"graders: {messages.NO_VIZTRACER}\n"


# Without running anything.


def call(name: str, begin: float, end: float, *inside: Call, kind: str = YOURS) -> Call:
    return Call(name, kind, "e1.py", 1, begin, end, list(inside))


def one_thread(*outer: Call, end: float = 100.0) -> list[Process]:
    span = Span("yours: f", 0.0, end / 1e6)
    recording = Recording("f", 1, 0.0, "", [Round(span, [span], span)])
    return [Process([Thread("main thread", list(outer))], recording, True)]


def test_the_smallest_calls_are_left_out():
    inner = [call("small", 10 * number, 10 * number + 1 + number / 10) for number in range(9)]
    processes = one_thread(call("f", 0, 100, *inner))
    drawn = timeline.timeline("m9.e1", [processes[0].of], processes, most=4)
    kept = [event for event in json.loads(drawn.content)["traceEvents"] if event["ph"] == "X" and event["pid"] > 1]
    assert 1 <= len(kept) <= 4 and kept[0]["name"] == "f" and drawn.left_out == 10 - len(kept)
    assert all(event["dur"] >= drawn.shortest for event in kept)
    assert timeline.timeline("m9.e1", [processes[0].of], processes).left_out == 0


def test_own_time_and_time_with_calls():
    """A function that calls itself has its time with calls once."""
    processes = one_thread(call("f", 0, 100, call("g", 10, 60, call("g", 20, 40)), call("h", 70, 80, kind=BUILT_IN)))
    lines = {line.name: line for line in flame.table(flame.tree(processes))}
    assert [(name, lines[name].own, lines[name].total, lines[name].calls) for name in "fgh"] == [
        ("f", pytest.approx(40), pytest.approx(100), 1),
        ("g", pytest.approx(50), pytest.approx(50), 2),
        ("h", pytest.approx(10), pytest.approx(10), 1),
    ]


def test_time_between_rounds_does_not_count():
    rounds = [Round(span, [], span) for span in (Span("1", 0.0, 10e-6), Span("2", 50e-6, 60e-6))]
    recording = Recording("f", 1, 0.0, "", rounds)
    waits = Process([Thread("other", [call("wait", 5, 58)])], recording, True)
    assert flame.tree([waits])[0].total == pytest.approx(5 + 8)


def test_a_deep_recursion_is_drawn_as_deep_as_it_goes():
    deep = call("f", 0, 100)
    for _ in range(3000):
        deep = call("f", 0, 100, deep)
    processes = one_thread(deep)
    svg, left_out = flame.picture("deep", ["told"], flame.tree(processes))
    ElementTree.fromstring(svg)
    assert left_out == 3002 - flame.DEEPEST - 1  # with the bar of the thread itself there are 3,002
    assert flame.table(flame.tree(processes))[0].calls == 3001


def test_names_are_escaped():
    svg, _ = flame.picture("a & b", ["<told>"], flame.tree(one_thread(call("f.<locals>.<lambda>", 0, 100))))
    assert "f.<locals>.<lambda>" in "".join(ElementTree.fromstring(svg).itertext())


def test_what_was_cut_off_is_left_alone(tmp_path: Path):
    """A process that was ended while it wrote leaves half a file, and the others count."""
    whole = {"traceEvents": [{"ph": "X", "pid": 7, "tid": 7, "ts": 1.0, "dur": 5.0, "name": "f (/x/e1.py:3)"}]}
    (tmp_path / "0-raw_7.json").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "0-raw_8.json").write_text('{"traceEvents":[{"ph":"X"', encoding="utf-8")
    span = Span("yours", 0.0, 1.0)
    recording = Recording("f", 7, 0.0, str(tmp_path / "0-raw.json"), [Round(span, [], span)])
    found = recordings.read([recording], "/x/e1.py", "")
    assert [(each.name, each.kind, each.line) for each in found.processes[0].threads[0].calls] == [("f", YOURS, 3)]
    assert len(found.processes) == 1 and found.processes[0].is_worker


def test_an_ordinary_run_needs_no_viztracer(trial: Checkout):
    trial.write("assignments/m9/e1_blur.py", FAST)
    trial.write("conftest.py", "import sys\n\nsys.modules['viztracer'] = None\n")
    assert trial.pytest("assignments/m9", "-k", "dtype").returncode == 0
