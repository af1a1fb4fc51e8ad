"""Copies to a GPU and back beside its computing: measured where there is a GPU that Numba can use, otherwise only modelled.

The model knows two engines that copy, one in each direction, and one that computes; each does what it is given in that order.
"""

import numpy as np
from numba import config, cuda

from graders.experiment import Axis, ExperimentResult, Gantt, Lines, Span, duration, factor, main

SIZE = 256  # MiB that go to the card, and come back
CHUNKS = 8  # pieces that they go in
STREAMS = 3  # streams that take turns
MANY = (1, 2, 4, 8, 16, 64, 256, 1024)  # other numbers of pieces, to compare
STEPS = 1000  # multiplications with an addition for every number (only with a GPU)
BUS = 25.0  # GB per second over the bus, in each direction (only in the model)
KERNEL = 20.0  # GB per second that the kernel gets through (only in the model)
START = 1e-5  # seconds that it takes to get a copy or a kernel going (only in the model)

ENGINES = ("copy in", "compute", "copy out")
THREADS = 256


@cuda.jit
def work(x, steps):
    i = cuda.grid(1)
    if i < x.size:
        y = x[i]
        for _ in range(steps):
            y = y * np.float32(0.999) + np.float32(0.001)
        x[i] = y


def a_gpu():
    """Whether there is one; the simulator is none."""
    return not config.ENABLE_CUDASIM and cuda.is_available()


def name_of_gpu():
    name = cuda.get_current_device().name
    return name.decode() if isinstance(name, bytes) else name


def modelled(chunks, streams):
    """{engine: (begin, end) of each piece} in seconds, if everything goes as stated above."""
    piece = SIZE * 2**20 / chunks
    takes = {engine: START + piece / (1e9 * (KERNEL if engine == "compute" else BUS)) for engine in ENGINES}
    times, ready = {engine: [] for engine in ENGINES}, [0.0] * streams
    for chunk in range(chunks):
        for engine in ENGINES:
            free = times[engine][-1][1] if times[engine] else 0.0
            begin = max(free, ready[chunk % streams])
            ready[chunk % streams] = begin + takes[engine]
            times[engine].append((begin, begin + takes[engine]))
    return times


def measured(chunks, streams):
    """The same from a GPU, by its own clock."""
    count = SIZE * 2**20 // 4 // chunks
    here = [cuda.pinned_array(count, np.float32) for _ in range(chunks)]  # from other memory it cannot copy by itself
    there = [cuda.device_array(count, np.float32) for _ in range(chunks)]
    for each in here:
        each[:] = 1
    lanes = [cuda.stream() for _ in range(streams)]
    begin, events = cuda.event(), [[cuda.event() for _ in range(4)] for _ in range(chunks)]
    work[(count + THREADS - 1) // THREADS, THREADS, lanes[0]](there[0], STEPS)  # compiles it
    cuda.synchronize()
    begin.record()
    for chunk, (reached, host, device) in enumerate(zip(events, here, there, strict=True)):
        lane = lanes[chunk % streams]
        reached[0].record(lane)
        device.copy_to_device(host, stream=lane)
        reached[1].record(lane)
        work[(count + THREADS - 1) // THREADS, THREADS, lane](device, STEPS)
        reached[2].record(lane)
        device.copy_to_host(host, stream=lane)
        reached[3].record(lane)
    cuda.synchronize()
    times = {engine: [] for engine in ENGINES}
    for reached in events:
        at = [begin.elapsed_time(each) / 1000 for each in reached]
        for engine, start, end in zip(ENGINES, at, at[1:], strict=False):
            free = times[engine][-1][1] if times[engine] else 0.0
            times[engine].append((min(end, max(start, free)), end))  # before that it was waiting for the engine
    return times


def all_done(times):
    return max(end for noted in times.values() for _, end in noted)


def chart(times, streams, until, kind):
    rows = {
        engine: [Span(begin, end, f"stream {at % streams + 1}", str(at + 1)) for at, (begin, end) in enumerate(noted)]
        for engine, noted in times.items()
    }
    title = f"{streams} stream{'s' if streams > 1 else ''}, {kind}"
    return Gantt(Axis("time", "seconds"), rows, until=until, title=title)


def measure():
    found, how = (measured, f"measured on {name_of_gpu()}") if a_gpu() else (modelled, "modelled")
    kind = how.partition(" ")[0]
    alone, several = found(CHUNKS, 1), found(CHUNKS, STREAMS)
    slow, fast = all_done(alone), all_done(several)
    pieces = {chunks: (all_done(found(chunks, 1)), all_done(found(chunks, STREAMS))) for chunks in MANY}
    best = min(pieces, key=lambda chunks: pieces[chunks][1])
    stated = f"a bus of {BUS:g} GB/s each way, a kernel of {KERNEL:g} GB/s and {duration(START)} to get anything going"
    return ExperimentResult(
        "Copies beside computing: " + ("a model, nothing was measured" if found is modelled else how),
        ["pieces", f"one stream, {kind}", f"{STREAMS} streams, {kind}", "ratio"],
        [
            [str(chunks), duration(one), duration(more), f"{one / more:.2f}x"]
            for chunks, (one, more) in sorted({**pieces, CHUNKS: (slow, fast)}.items())
        ],
        ("A model, not a measurement: with " + stated if found is modelled else f"{how[0].upper()}{how[1:]}:")
        + f" {SIZE} MiB in {CHUNKS} pieces take {duration(slow)} in one stream and {duration(fast)} in {STREAMS}: "
        f"{factor(slow / fast)} as fast. Best of those tried is {best}, with {duration(pieces[best][1])}.",
        [
            chart(alone, 1, slow, kind),
            chart(several, STREAMS, slow, kind),
            Lines(
                Axis("pieces", log=True),
                Axis("time", "seconds"),
                {
                    "one stream": [(chunks, one) for chunks, (one, _) in pieces.items()],
                    f"{STREAMS} streams": [(chunks, more) for chunks, (_, more) in pieces.items()],
                },
                title=f"all of it, {kind}",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"SIZE": 16, "MANY": (1, 8)})
