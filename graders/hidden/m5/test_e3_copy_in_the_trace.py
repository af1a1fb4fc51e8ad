import gzip
import json
import math
import struct
import zlib

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e3")

MOST = 32 << 20
KEYS = ("step_ms", "dtoh_us", "dtoh_per_step", "dtoh_gbps", "gpu_busy_fraction", "top_kernel", "suspects")


def event(name, cat, ts, dur, **more):
    return {"ph": "X", "name": name, "cat": cat, "ts": ts, "dur": dur, "pid": 1, "tid": 1, **more}


def answer(student, name, content, file="trace.json", **how):
    found = student.given.on_file(getattr(student, name), content, file, **how)
    check.equal((found["error"], found["changed"]), ("", False), f"error and change of {name}")
    return found["answer"]


def refused(student, content, what, file="broken.json"):
    for name in ("read_trace", "analyse"):
        found = student.given.on_file(getattr(student, name), content, file)
        check.equal((found["error"], found["changed"]), ("ValueError", False), f"error and change of {name}: {what}")
        check.that(file in found["sentence"], f"{name} does not name the file in its sentence: {what}")


@pytest.mark.points(1)
def test_broken_files(student, rng):
    """files that are cut, damaged, too large, gzipped twice, or no trace"""
    trace = {"traceEvents": [event(f"op{number}", "cpu_op", number, 1) for number in range(300)]}
    text = student.given.as_json(trace)
    packed = gzip.compress(text)
    for cut in (0, 1, 2, len(text) // 2, len(text) - 2, len(text) - 1):
        refused(student, text[:cut], f"cut to {cut} bytes")
    for cut in (2, 3, 9, 10, 11, len(packed) // 2, len(packed) - 8, len(packed) - 1):
        refused(student, packed[:cut], f"gzipped and cut to {cut} bytes", "broken.json.gz")
    for at in (2, 12, len(packed) // 2, len(packed) - 8, len(packed) - 1):
        damaged = packed[:at] + bytes([packed[at] ^ 0x55]) + packed[at + 1 :]
        refused(student, damaged, f"gzipped, and byte {at} altered", "broken")
    refused(student, gzip.compress(packed), "gzipped twice", "broken.json.gz")
    for more in (b"more", text, b"]", b"\x1f", b"\x1f\x8b", packed[:-1], packed[:9]):
        refused(student, packed + more, f"gzipped, and {more[:9]!r} behind it")
    refused(student, gzip.compress(text[:-1]), "cut, then gzipped")
    for what, content in (
        ("something after the end", text + b"]"),
        ("twice the same", text * 2),
        ("not UTF-8", text[:20] + b"\xff\xfe" + text[20:]),
        ("UTF-16", text.decode().encode("utf-16")),
        ("UTF-16 without a mark", text.decode().encode("utf-16-le")),
        ("UTF-32", text.decode().encode("utf-32")),
        ("Latin-1", b'["caf\xe9"]'),
        ("nested deeply", b"[" * 200_000 + b"]" * 200_000),
        ("nested deeply, and cut", b'{"traceEvents":' * 200_000),
        ("a text", b'"traceEvents"'),
        ("a number", b"17"),
        ("null", b"null"),
        ("true", b"true"),
        ("an empty object", b"{}"),
        ("events in an object", b'{"traceEvents": {"0": {"ph": "X"}}}'),
        ("no events", b'{"traceEvents": null}'),
        ("events that are a text", b'{"traceEvents": "none"}'),
        ("blanks", b"   \n"),
        ("zeros", bytes(100)),
    ):
        refused(student, content, what)
        if len(content) < 10_000:
            refused(student, gzip.compress(content), f"{what}, gzipped")

    for what, content in (("gzipped, and 500 MB when unpacked", bomb()), ("500 MB", b"sparse")):
        for name in ("read_trace", "analyse"):
            found, peak = student.given.peak_of(getattr(student, name), content, "large.json")
            check.equal(found["error"], "ValueError", f"what {name} raises for a file of {what}")
            check.that("large.json" in found["sentence"], f"{name} does not name the file in its sentence: {what}")
            check.that(peak <= 128 << 20, f"{name} took {peak >> 20} MiB to refuse a file of {what}")
    full = b"[" + b" " * (MOST - 2) + b"]"
    for content in (full, gzip.compress(full, 1)):
        check.equal(answer(student, "read_trace", content), [], "a trace of exactly 32 MiB")
    more = b"[" + b" " * (MOST - 1) + b"]"
    for content in (more, gzip.compress(more, 1)):
        refused(student, content, "32 MiB and one byte")
    check.equal(student.given.missing(student.read_trace), "FileNotFoundError", "what read_trace raises for no file")
    check.equal(student.given.missing(student.analyse), "FileNotFoundError", "what analyse raises for no file")


def bomb():
    """500 MB of blanks in one piece of gzip, made of the same part 50 times."""
    packer, blanks = zlib.compressobj(1, wbits=-15), b" " * 10_000_000
    part, check_sum = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH), 0
    for _ in range(50):
        check_sum = zlib.crc32(blanks, check_sum)
    return gzip.compress(b"")[:10] + part * 50 + packer.flush() + struct.pack("<II", check_sum, 500_000_000)


def odd(good):
    """Entries that do not count."""
    yield from (None, 3, "text", [], {}, [good], True, {"traceEvents": [good]})
    for key, values in {
        "ph": ("B", "E", "b", "i", "x", "", None, 1, ["X"], {}),
        "name": (None, 3, ["relu"], {}, True),
        "cat": (None, 3, ["kernel"], {"kernel": 1}, False),
        "ts": (None, "12", True, [1], math.nan, math.inf, -math.inf, 10**400, {}),
        "dur": (None, "1", False, True, [1], math.nan, math.inf, -1, -1e-9, 10**400),
    }.items():
        for value in values:
            yield {**good, key: value}
        yield {each: value for each, value in good.items() if each != key}


@pytest.mark.points(1)
def test_odd_events(student, rng):
    """entries that do not count, and copies that do not say much"""
    good = [
        event("ProfilerStep#0", "user_annotation", 0, 100),
        event("k", "kernel", 10, 20, args={"stream": 7}),
        event("kernel", "never heard of", -5.5, 0.25),
        event("", "", 0, -0.0),
        event("just before zero", "cpu_op", -1, 1),
        event("just before zero, too", "cpu_op", -1.0, 0.5),
        event("far", "cpu_op", 10**15 + 1, 10**12),
        {"ph": "X", "name": "bare", "cat": "gpu_memset", "ts": 1.5, "dur": 0},
    ]
    first = {**good[1], "name": "wrong"}
    entries = [*odd(first), *good, *odd({**good[0], "dur": 1}), *odd(event("Memcpy DtoH", "gpu_memcpy", 0, 50))]
    order = rng.permutation(len(entries)).tolist()
    shuffled = [entries[at] for at in order]
    want = [each for each in shuffled if any(each is one for one in good)]
    for trace in (shuffled, {"more": [1], "traceEvents": shuffled}):
        content = json.dumps(trace).encode()
        check.equal(answer(student, "read_trace", content), want, "the events that count, among others")
        got = answer(student, "analyse", content)
        whole = dict(zip(KEYS, (0.1, 0.0, 0.0, 0.0, 0.2, "k", []), strict=True))
        check.close(got, whole, rtol=1e-6, what="what analyse says of a trace with odd entries")
    for content in (b"[]", b'{"traceEvents": []}', b" [ ] \n", gzip.compress(b"[]\n")):
        check.equal(answer(student, "read_trace", content), [], "a trace without events")
        nothing = dict(zip(KEYS, (0.0, 0.0, 0.0, 0.0, 0.0, "", []), strict=True))
        check.equal(answer(student, "analyse", content), nothing, "what analyse says of a trace without events")

    def copy(dur, name="Memcpy DtoH (Device -> Pageable)", **args):
        return event(name, "gpu_memcpy", 5, dur, pid=0, tid=7, **args)

    copies = [
        copy(1, "Memcpy DtoH a", args={"bytes": 5000, "correlation": 1}),
        copy(2, "Memcpy DtoH b", args={"bytes": -4, "correlation": "1"}),
        copy(3, "Memcpy DtoH c", args={"bytes": 4000.0, "correlation": 1.0}),
        copy(4, "Memcpy DtoH d", args={"bytes": True, "correlation": True}),
        copy(5, "Memcpy DtoH e", args=[1]),
        copy(6, "Memcpy DtoH f", args=None),
        copy(7, "Memcpy DtoH g"),
        copy(8, "Memcpy DtoH h", args={"bytes": "9", "correlation": None}),
        copy(9, "Memcpy DtoH i", args={"correlation": 2}),
        copy(10, "Memcpy DtoH j", args={"correlation": 99}),
        copy(11, "Memcpy HtoD (Pageable -> Device)", args={"bytes": 10**9, "correlation": 1}),
        copy(12, "Memcpy DtoD (Device -> Device)", args={"bytes": 10**9, "correlation": 1}),
        copy(13, "a Memcpy DtoH", args={"bytes": 10**9, "correlation": 1}),
        copy(14, "memcpy dtoh", args={"bytes": 10**9, "correlation": 1}),
        event("Memcpy DtoH", "cuda_runtime", 5, 15, args={"bytes": 10**9, "correlation": 3}),
        event("Memcpy DtoH", "kernel", 5, 1, args={"bytes": 10**9, "correlation": 1}),
        event("cudaMemcpyAsync", "cuda_runtime", 100, 10, args={"correlation": 1}),
        event("cudaMemcpy", "cuda_runtime", 200, 10, args={"correlation": 2}),
        event("other call", "cuda_runtime", 300, 10, args={"correlation": 1}),
        event("a call that says nothing", "cuda_runtime", 300, 10),
        event("no call", "cpu_op", 300, 10, args={"correlation": 99}),
        event("around it", "cpu_op", 100, 10),
        event("as long", "cpu_op", 100, 10),
        event("too late", "cpu_op", 101, 10),
        event("too short", "cpu_op", 99, 10.5),
        event("another thread", "cpu_op", 0, 1000, tid=2),
        event("another process", "cpu_op", 0, 1000, pid=2),
        event("tid as text", "cpu_op", 0, 1000, tid="1"),
        event("somebody's", "user_annotation", 0, 1000),
        event("around the other", "cpu_op", 290, 40),
    ]
    got = answer(student, "analyse", json.dumps(copies).encode())
    names = [f"Memcpy DtoH {letter}" for letter in "bcdefgh"]
    suspects = ["Memcpy DtoH j", "cudaMemcpy", *reversed(names), "around it"]
    want = dict(zip(KEYS, (0.0, 55.0, 0.0, 5000 / 55 / 1000, 0.0, "Memcpy DtoH", suspects), strict=True))
    check.close(got, want, rtol=1e-6, what="what analyse says of copies that say little")
    check.close(*nearly_alike(student), rtol=1e-6, what="what analyse says where correlations are nearly alike")
    idle = [event("ProfilerStep#1", "user_annotation", 7, 0), copy(0, args={"bytes": 5}), event("k", "kernel", 7, 0)]
    want = dict(zip(KEYS, (0.0, 0.0, 1.0, 0.0, 0.0, "k", ["Memcpy DtoH (Device -> Pageable)"]), strict=True))
    check.equal(answer(student, "analyse", json.dumps(idle).encode()), want, "what analyse says where nothing lasts")


def nearly_alike(student):
    """(what analyse says, what it should say) of calls whose correlations are equal to those of copies, but are no ints."""
    events, names = [], []
    for at, number in enumerate((1, 0, 5, -3, 2**53 + 1, 2**60)):
        args = [
            {"correlation": other} for other in (float(number), str(number), [number], None, number - 1 if number > 9 else 0.0)
        ]
        args += [{"correlation": bool(number)}] * (number in (0, 1)) + [[number], number, None, {}]
        events += [event("no such call", "cuda_runtime", 0, 1, args=each) for each in args]
        events += [event(f"call {at}", "cuda_runtime", 0, 1, args={"correlation": number})]
        events += [event("Memcpy DtoH", "gpu_memcpy", 5, 6 - at, args={"correlation": number})]
        names.append(f"call {at}")
    for number, last in ((5.0, 0.5), (True, 0.25), (False, 0.125)):
        events.append(event(f"Memcpy DtoH of {number}", "gpu_memcpy", 5, last, args={"correlation": number}))
        names.append(f"Memcpy DtoH of {number}")
    want = dict(zip(KEYS, (0.0, 21.875, 0.0, 0.0, 0.0, "", names), strict=True))
    return answer(student, "analyse", json.dumps(events).encode()), want


def truth(events):
    """What analyse should say of events in whole microseconds between 0 and 5000, second by second and pair by pair."""
    of = {cat: [each for each in events if each["cat"] == cat] for cat in {each["cat"] for each in events}}
    steps = [each for each in of.get("user_annotation", []) if each["name"][:13] == "ProfilerStep#"]
    copies = [each for each in of.get("gpu_memcpy", []) if each["name"][:11] == "Memcpy DtoH"]
    busy = np.zeros(6000, bool)
    for cat in ("kernel", "gpu_memcpy", "gpu_memset"):
        for each in of.get(cat, []):
            busy[each["ts"] : each["ts"] + each["dur"]] = True
    begin = min((each["ts"] for each in steps), default=0)
    end = max((each["ts"] + each["dur"] for each in steps), default=0)
    share = float(busy[begin:end].mean()) if end > begin else 0.0

    def ranked(pairs):
        names = sorted({name for name, _ in pairs})
        return sorted(names, key=lambda name: -sum(dur for other, dur in pairs if other == name))

    def asked(copy):
        calls = [
            each
            for each in of.get("cuda_runtime", [])
            if each["args"].get("correlation") == copy["args"].get("correlation") is not None
        ]
        if not calls:
            return copy["name"]
        best = calls[0]
        lasts = -1
        for each in of.get("cpu_op", []):
            early, late = each["ts"] <= calls[0]["ts"], each["ts"] + each["dur"] >= calls[0]["ts"] + calls[0]["dur"]
            if early and late and (each["pid"], each["tid"]) == (calls[0]["pid"], calls[0]["tid"]) and each["dur"] > lasts:
                best, lasts = each, each["dur"]
        return best["name"]

    total, moved = sum(each["dur"] for each in copies), sum(each["args"].get("bytes", 0) for each in copies)
    kernels = ranked([(each["name"], each["dur"]) for each in of.get("kernel", [])])
    values = (
        sum(each["dur"] for each in steps) / len(steps) / 1000 if steps else 0.0,
        float(total),
        len(copies) / len(steps) if steps else 0.0,
        moved / total / 1000 if total else 0.0,
        share,
        kernels[0] if kernels else "",
        ranked([(asked(each), each["dur"]) for each in copies]),
    )
    return dict(zip(KEYS, values, strict=True))


def random_trace(rng):
    """Events of all kinds, overlapping on several streams, before, in and after the steps, in any order."""
    events = []
    for _ in range(int(rng.integers(0, 4))):
        begin, lasts = int(rng.integers(500, 3500)), int(rng.integers(0, 900))
        name = f"ProfilerStep#{rng.integers(20)}"
        events.append(event(name, "user_annotation", begin, lasts))
        events.append(event(name, "gpu_user_annotation", begin + 9, lasts, pid=0, tid=7))
    kinds = ["kernel", "kernel", "gpu_memcpy", "gpu_memset", "cpu_op", "cpu_op", "cuda_runtime", "user_annotation", "Trace"]
    names = {
        "gpu_memcpy": ["Memcpy DtoH (Device -> Pageable)", "Memcpy DtoH (Device -> Pinned)", "Memcpy HtoD (Pinned -> Device)"],
        "kernel": ["gemm", "relu", "softmax_backward", "Aten"],
        "cpu_op": ["aten::item", "aten::to", "aten::cpu", "aten::_to_copy", "ProfilerStep#9", "Zeros"],
        "cuda_runtime": ["cudaMemcpyAsync", "cudaLaunchKernel"],
    }
    for number in range(int(rng.integers(0, 120))):
        kind = kinds[int(rng.integers(len(kinds)))]
        name = str(rng.choice(names.get(kind, ["mine"])))
        long = 1500 if kind == "cpu_op" else 60
        begin, lasts = int(rng.integers(0, 4000)), int(rng.integers(0, long))
        where = {"pid": int(rng.integers(2)), "tid": int(rng.integers(1, 3))}
        args = {"correlation": number // 3, "bytes": int(rng.integers(1, 10**6)), "stream": where["tid"]}
        if rng.random() < 0.1:
            del args["bytes"]
        if rng.random() < 0.1:
            del args["correlation"]
        events.append(event(name, kind, begin, lasts, **where, args=args))
    return [events[at] for at in rng.permutation(len(events)).tolist()]


@pytest.mark.points(1)
def test_random_traces(student, rng):
    """traces of all kinds, and intervals of all kinds"""
    traces = [random_trace(rng) for _ in range(60)]
    contents = [json.dumps(trace).encode() for trace in traces]
    contents = [content.ljust(max(map(len, contents))) for content in contents]  # files of one size
    answers = student.given.one_after_the_other(student.analyse, contents)
    for got, trace in zip(answers, traces, strict=True):
        check.close(got, truth(trace), rtol=1e-6, what="what analyse says")
    # Whole microseconds since 1970 are exact, and a sixteenth of one is, too.
    for offset, part in ((1_700_000_000_000_000, 1), (-2_500, 1), (2**40, 16), (0.0, 16)):
        trace = traces[int(rng.integers(60))] + traces[0]
        moved = [{**each, "ts": offset + each["ts"] / part, "dur": each["dur"] / part} for each in trace]
        want = truth(trace)
        want |= {"step_ms": want["step_ms"] / part, "dtoh_us": want["dtoh_us"] / part, "dtoh_gbps": want["dtoh_gbps"] * part}
        got = answer(student, "analyse", json.dumps(moved).encode())
        check.close(got, want, rtol=1e-6, what=f"what analyse says of a trace that begins at {offset}")
    reads = student.given.one_after_the_other(student.read_trace, contents[:3] + contents[:1])
    check.equal(reads, [*traces[:3], traces[0]], "read_trace, of one file that changes")
    synthetic, known = student.given.synthetic(int(rng.integers(2, 9)), 6, (2, 3), int(rng.integers(100)))
    check.close(answer(student, "analyse", json.dumps(synthetic).encode()), known, rtol=1e-6, what="what analyse says")

    for count in (*range(7), 40, 200):
        for span in (4, 30, 1000):
            begins, lasts = rng.integers(-span, span, count), rng.integers(0, max(span // 3, 2), count)
            marks = np.zeros(4 * span, bool)
            for begin, last in zip(begins.tolist(), lasts.tolist(), strict=True):
                marks[2 * span + begin : 2 * span + begin + last] = True
            intervals = [(b / 8, (b + d) / 8) for b, d in zip(begins.tolist(), lasts.tolist(), strict=True)]
            got, after = student.given.busy_of(student.busy_us, intervals)
            check.close(got, float(marks.sum()) / 8, rtol=1e-6, what=f"busy_us of {count} intervals")
            check.equal(after, intervals, "the intervals after busy_us")
    got, _ = student.given.busy_of(student.busy_us, [(-3.0, -1.0), (-2.0, -1.0), (-0.0, 0.0)])
    check.close(got, 2.0, rtol=1e-6, what="busy_us of intervals before zero")
    far = [(1e15, 1e15 + 2), (1e15 + 1, 1e15 + 3), (-1e15, 4 - 1e15)]
    check.close(student.given.busy_of(student.busy_us, far)[0], 7.0, rtol=1e-6, what="busy_us of intervals that are far away")
    check.close(
        student.given.busy_of(student.busy_us, [(-1e300, 1e300), (0.0, 1.0), (1e299, 1.5e300)])[0],
        2.5e300,
        rtol=1e-6,
        what="busy_us of intervals that are very long",
    )
    many = [(float(at), float(at + 9)) for at in range(0, 700_000, 7)]
    for intervals in (many, many[::-1], [many[at] for at in rng.permutation(len(many)).tolist()]):
        got, _ = student.given.busy_of(student.busy_us, intervals)
        check.close(got, 9.0 + 99_999 * 7, rtol=1e-6, what="busy_us of 100,000 intervals")
