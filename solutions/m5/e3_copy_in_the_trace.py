"""m5.e3: a trace read without trusting it, overlapping intervals counted once, and each copy's way back to who asked for it."""

import gzip
import json
import math
import zlib
from pathlib import Path
from typing import Any

_MOST = 32 << 20
_ON_THE_CARD = ("kernel", "gpu_memcpy", "gpu_memset")


def _text(path: Path) -> bytes:
    """What the file holds, unpacked; one byte more than allowed is enough to know that there are too many."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if packed:
            with gzip.open(file) as unpacked:
                content = unpacked.read(_MOST + 1)
        else:
            content = file.read(_MOST + 1)
    if len(content) > _MOST or path.stat().st_size > _MOST:
        raise ValueError(f"{path.name} has more than {_MOST >> 20} MiB")
    return content


def _number(value: Any) -> bool:
    """Whether this is a number that is finite as a float."""
    try:
        return type(value) in (int, float) and math.isfinite(value)
    except OverflowError:
        return False


def _counts(event: Any) -> bool:
    """Whether this entry is an event of the kind that this file is about."""
    if type(event) is not dict or event.get("ph") != "X":
        return False
    texts = type(event.get("name")) is str and type(event.get("cat")) is str
    return texts and _number(event.get("ts")) and _number(event.get("dur")) and event["dur"] >= 0


def read_trace(path: str | Path) -> list[dict[str, Any]]:
    """The events that count."""
    path = Path(path)
    try:
        trace = json.loads(_text(path).decode())
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ValueError(f"{path.name} is a gzip file that is cut or damaged") from None
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply") from None
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError(f"{path.name} is not JSON: perhaps its end is missing, or it was gzipped twice") from None
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None
    events = trace.get("traceEvents") if type(trace) is dict else trace
    if type(events) is not list:
        raise ValueError(f"{path.name} is JSON, but not a trace")
    return [event for event in events if _counts(event)]


def busy_us(intervals: list[tuple[float, float]]) -> float:
    """In the order of their beginnings, each interval adds what lies behind the latest end so far."""
    total, until = 0.0, -math.inf
    for begin, end in sorted(intervals):
        if end > until:
            total += end - max(begin, until)
            until = end
    return total


def _end(event: dict[str, Any]) -> float:
    return float(event["ts"] + event["dur"])


def _args(event: dict[str, Any], key: str) -> Any:
    """The int under this key of the event's args, if there is one."""
    args = event.get("args")
    value = args.get(key) if type(args) is dict else None
    return value if type(value) is int else None


def _suspect(copy: dict[str, Any], calls: dict[int, dict[str, Any]], operations: list[dict[str, Any]]) -> str:
    """The longest operation around the call that asked for the copy."""
    correlation = _args(copy, "correlation")
    if correlation is None or correlation not in calls:
        return str(copy["name"])
    call = calls[correlation]
    around = [
        each
        for each in operations
        if each["ts"] <= call["ts"]
        and _end(each) >= _end(call)
        and (each.get("pid"), each.get("tid")) == (call.get("pid"), call.get("tid"))
    ]
    return str(max(around, key=lambda each: each["dur"], default=call)["name"])


def _shares(pairs: list[tuple[str, float]]) -> list[str]:
    """The names, that with the largest sum first."""
    sums: dict[str, list[float]] = {}
    for name, share in pairs:
        sums.setdefault(name, []).append(share)
    return sorted(sums, key=lambda name: (-math.fsum(sums[name]), name))


def analyse(path: str | Path) -> dict[str, Any]:
    """What the trace says."""
    events = read_trace(path)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        kinds.setdefault(event["cat"], []).append(event)
    steps = [each for each in kinds.get("user_annotation", []) if each["name"].startswith("ProfilerStep#")]
    copies = [each for each in kinds.get("gpu_memcpy", []) if each["name"].startswith("Memcpy DtoH")]
    calls: dict[int, dict[str, Any]] = {}
    for call in kinds.get("cuda_runtime", []):
        correlation = _args(call, "correlation")
        if correlation is not None:
            calls.setdefault(correlation, call)

    total = math.fsum(each["dur"] for each in copies)
    moved = sum(max(_args(each, "bytes") or 0, 0) for each in copies)
    first, last = min((each["ts"] for each in steps), default=0), max(map(_end, steps), default=0)
    on_the_card = [each for kind in _ON_THE_CARD for each in kinds.get(kind, [])]
    inside = [(max(each["ts"], first), min(_end(each), last)) for each in on_the_card]
    busy = busy_us([(begin, end) for begin, end in inside if begin < end])
    kernels = _shares([(each["name"], each["dur"]) for each in kinds.get("kernel", [])])
    suspects = [(_suspect(each, calls, kinds.get("cpu_op", [])), each["dur"]) for each in copies]
    return {
        "step_ms": math.fsum(each["dur"] for each in steps) / len(steps) / 1000 if steps else 0.0,
        "dtoh_us": total,
        "dtoh_per_step": len(copies) / len(steps) if steps else 0.0,
        "dtoh_gbps": moved / total / 1000 if total else 0.0,
        "gpu_busy_fraction": busy / (last - first) if last > first else 0.0,
        "top_kernel": kernels[0] if kernels else "",
        "suspects": _shares(suspects),
    }
