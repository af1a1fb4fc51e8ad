"""One step of a network on a card, with forgotten copies and without: who waits for whom. By the trace maker of m5.e3."""

import sys

from graders.course import ROOT
from graders.experiment import Axis, ExperimentResult, Gantt, Span, duration, main

sys.path.insert(0, str(ROOT / "assignments" / "m5"))
from given_e3 import synthetic

LAYERS = 12  # layers of the network
FORGOTTEN = (4, 8, 12)  # behind these layers something is copied from the card, behind the last of them by .cpu()
SEED = 0  # of the dice

NAMES = ("copies", "no copies")
KINDS = ("torch asks", "waits", "kernel", "Memcpy DtoH", "Memcpy HtoD")


def one_step(forgotten):
    """The rows of a picture, and what stands in the table: seconds, from the beginning of the step."""
    trace, truth = synthetic(1, LAYERS, tuple(forgotten), SEED)
    events = [each for each in trace["traceEvents"] if each["ph"] == "X"]
    step = next(each for each in events if each["cat"] == "user_annotation")

    def spans(kind, wanted):
        chosen = [each for each in events if wanted(each)]
        return [Span((e["ts"] - step["ts"]) / 1e6, (e["ts"] + e["dur"] - step["ts"]) / 1e6, kind) for e in chosen]

    waits = spans("waits", lambda e: e["name"] == "cudaStreamSynchronize")
    asks = spans("torch asks", lambda e: e["cat"] == "cuda_runtime" and e["name"] != "cudaStreamSynchronize")
    kernels = spans("kernel", lambda e: e["cat"] == "kernel")
    out = spans("Memcpy DtoH", lambda e: e["name"].startswith("Memcpy DtoH"))
    into = spans("Memcpy HtoD", lambda e: e["name"].startswith("Memcpy HtoD"))
    rows = {"processor": sorted(asks + waits, key=lambda e: e.begin), "kernels": kernels, "transfers": out + into}
    runs = sum(each.end - each.begin for each in kernels)
    return rows, {
        "step": truth["step_ms"] / 1000,
        "asked": max(each.end for each in asks),
        "kernels": runs,
        "copies": sum(each.end - each.begin for each in out),
        "busy": truth["gpu_busy_fraction"],
        "waits": sum(each.end - each.begin for each in waits),
    }


def measure():
    several = [FORGOTTEN[at:] for at in range(len(FORGOTTEN) + 1)]
    found = [one_step(forgotten) for forgotten in several]
    rows = [
        [
            f"after {', '.join(map(str, forgotten))}" if forgotten else "no copies",
            duration(each["step"]),
            duration(each["kernels"]),
            duration(each["copies"]) if each["copies"] else "0",
            f"{100 * each['kernels'] / each['step']:.0f}",
            f"{100 * each['busy']:.0f}",
            duration(each["asked"]),
        ]
        for forgotten, (_, each) in zip(several, found, strict=True)
    ]
    slow, fast = found[0][1], found[-1][1]
    drawn = {
        f"{name}: {row}": spans
        for name, (each, _) in zip(NAMES, (found[0], found[-1]), strict=True)
        for row, spans in each.items()
    }
    return ExperimentResult(
        f"A made-up card: one step of {LAYERS} layers",
        ["copied", "a step", "kernels", "DtoH", "kernels %", "busy %", "all asked for"],
        rows,
        f"With {len(FORGOTTEN)} cop{'y' if len(FORGOTTEN) == 1 else 'ies'} from the card a step takes "
        f"{duration(slow['step'])}, and kernels run for "
        f"{100 * slow['kernels'] / slow['step']:.0f} % of it; without, {duration(fast['step'])} and "
        f"{100 * fast['kernels'] / fast['step']:.0f} %. Then everything is asked for after {duration(fast['asked'])}.",
        [Gantt(Axis("since the step began", "seconds"), drawn, kinds=KINDS)],
    )


if __name__ == "__main__":
    main(measure, timed=False)
