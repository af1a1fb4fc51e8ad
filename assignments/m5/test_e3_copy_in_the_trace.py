import gzip
import json
import math
from pathlib import Path

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e3")

MINE = Path(__file__).with_name("my_trace.json.gz")


def event(name, cat, ts, dur, **more):
    return {"ph": "X", "name": name, "cat": cat, "ts": ts, "dur": dur, "pid": 1, "tid": 1, **more}


def step(number, ts, dur):
    return event(f"ProfilerStep#{number}", "user_annotation", ts, dur)


def copy(ts, dur, correlation, moved, name="Memcpy DtoH (Device -> Pageable)"):
    return event(name, "gpu_memcpy", ts, dur, pid=0, tid=7, args={"correlation": correlation, "bytes": moved})


def call(ts, dur, correlation, name="cudaMemcpyAsync"):
    return event(name, "cuda_runtime", ts, dur, args={"correlation": correlation})


def read(student, name, content, file="trace.json", **how):
    """What a function says about a file that is one: no error, and the file as it was."""
    found = student.given.on_file(getattr(student, name), content, file, **how)
    check.equal((found["error"], found["changed"]), ("", False), f"error and change of {name}")
    return found["answer"]


@pytest.mark.points(1)
def test_busy(student):
    """intervals that overlap"""
    for want, intervals in (
        (0.0, []),
        (5.0, [(1.0, 6.0)]),
        (6.0, [(0.0, 4.0), (3.0, 6.0)]),
        (9.0, [(7.0, 9.0), (0.0, 4.0), (2.0, 3.0), (4.0, 7.0)]),
        (3.0, [(0.0, 1.0), (5.0, 7.0), (5.0, 6.0), (5.0, 7.0), (9.0, 9.0)]),
    ):
        got, after = student.given.busy_of(student.busy_us, intervals)
        check.close(got, want, rtol=1e-9, what=f"busy_us of {intervals}")
        check.equal(after, intervals, "the intervals after busy_us")


@pytest.mark.points(1)
def test_reading(student):
    """events that count, from files of two kinds"""
    good = [step(1, 10, 5.5), event("relu", "kernel", 12, 0), event("mine", "whatever", -3.0, 1)]
    others = [
        {**good[0], "ph": "B"},
        {**good[0], "ph": "E"},
        {"ph": "M", "name": "process_name", "args": {}},
        {"ph": "s", "id": 3, "name": "ac2g", "cat": "ac2g", "ts": 1, "pid": 1, "tid": 1},
        {**good[0], "dur": -1},
        {each: value for each, value in good[0].items() if each != "dur"},
        {**good[0], "ts": "10"},
    ]
    events = [others[0], good[0], *others[1:4], good[1], *others[4:], good[2]]
    for trace in (events, {"traceEvents": events}, {"schemaVersion": 1, "traceEvents": events, "distributedInfo": {}}):
        for packed in (0, 1):
            content = student.given.as_json(trace, packed=packed)
            for file in ("trace.json", "trace.json.gz", "trace"):
                got = read(student, "read_trace", content, file, as_text=file == "trace")
                check.equal(got, good, f"read_trace of {file}, {'gzipped' if packed else 'plain'}")
    for broken in (b"", b'{"traceEvents": [', gzip.compress(b"[]")[:-3], b"3", b'{"events": []}'):
        found = student.given.on_file(student.read_trace, broken)
        check.equal(found["error"], "ValueError", f"what read_trace raises for {broken[:20]!r}")
        check.that("trace.json" in found["sentence"], "the sentence of the error should hold the name of the file")


@pytest.mark.points(2)
def test_copies(student):
    """copies, and who asked for them"""
    events = [
        step(1, 0, 1000),
        event("aten::item", "cpu_op", 100, 300),
        event("aten::_local_scalar_dense", "cpu_op", 110, 280),
        call(120, 10, 5),
        copy(150, 200, 5, 400_000),
        event("aten::to", "cpu_op", 500, 50),
        call(510, 10, 6),
        copy(520, 100, 6, 1_000_000, "Memcpy HtoD (Pinned -> Device)"),
        event("aten::cpu", "cpu_op", 700, 250),
        call(720, 10, 7),
        copy(730, 210, 7, 420_000),
        step(2, 1000, 500),
        event("aten::item", "cpu_op", 1100, 100),
        call(1120, 10, 8),
        copy(1130, 40, 8, 80_000, "Memcpy DtoH (Device -> Pinned)"),
    ]
    got = read(student, "analyse", student.given.as_json({"traceEvents": events}))
    check.kind(got, dict)
    check.close(got.get("dtoh_us"), 450.0, rtol=1e-6, what="dtoh_us")
    check.close(got.get("dtoh_per_step"), 1.5, rtol=1e-6, what="dtoh_per_step")
    check.close(got.get("dtoh_gbps"), 2.0, rtol=1e-6, what="dtoh_gbps")
    check.equal(got.get("suspects"), ["aten::item", "aten::cpu"], "suspects")


@pytest.mark.points(1)
def test_synthetic(student):
    """steps of a network, with and without copies"""
    for forgotten in ((4, 8, 12), ()):
        trace, truth = student.given.synthetic(20, 12, forgotten, 3)
        got = read(student, "analyse", student.given.as_json(trace, packed=1), "trace.json.gz")
        check.close(got, truth, rtol=1e-6, what="what analyse says")


@pytest.mark.points(1)
def test_recorded(student):
    """a trace that torch.profiler recorded, and yours"""
    contents = [student.given.recorded()]
    if MINE.is_file():
        contents.append(MINE.read_bytes())
    for content in contents:
        events = json.loads(gzip.decompress(content))["traceEvents"]
        lasts = [each["dur"] for each in events if each.get("cat") == "user_annotation" and "ProfilerStep" in each["name"]]
        got = read(student, "analyse", content, "trace.json.gz")
        check.kind(got, dict)
        check.close(got.get("step_ms"), sum(lasts) / len(lasts) / 1000, rtol=1e-6, what="step_ms")
        if any(each.get("cat") == "kernel" for each in events):  # yours was recorded with a card
            busy = got.get("gpu_busy_fraction")
            check.that(type(busy) is float and 0 < busy <= 1, f"the card was busy for {busy} of the time")
            check.that("aten::item" in got.get("suspects", []), "the trace has .item() in it, which is no suspect")
            continue
        rest = {key: value for key, value in got.items() if key != "step_ms"}
        want = {
            "dtoh_us": 0.0,
            "dtoh_per_step": 0.0,
            "dtoh_gbps": 0.0,
            "gpu_busy_fraction": 0.0,
            "top_kernel": "",
            "suspects": [],
        }
        check.equal(rest, want, "what analyse says of a trace without a card")
    check.that(not math.isnan(got["step_ms"]), "step_ms is not a number")
