"""Measures how long a model waits for its batches: from one file for each sample or one for all, read ahead or not."""

import statistics
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from graders.experiment import Axis, ExperimentResult, Gantt, Span, duration, factor, main

SAMPLES = 512  # samples in all
SIDE = 64  # pixels of an image across
BATCH = 32  # samples in a batch
STEP = 0.004  # seconds for which the model works on a batch
DEPTH = 2  # batches that are read ahead
WORKERS = 2  # threads in the last of the lanes with a file for each sample
ROUNDS = 5  # how often each is measured, in turn; the median is shown

MEAN, STD = np.float32([0.48, 0.46, 0.41]), np.float32([0.23, 0.22, 0.27])


def write(folder):
    """The same samples twice: a compressed file for each, and all of them in one; returns how many bytes both have."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[:SIDE, :SIDE][..., np.newaxis]
    images = np.empty((SAMPLES, SIDE, SIDE, 3), np.uint8)
    for number, image in enumerate(images):
        waves = np.sin(x * rng.random(3) / 4 + y * rng.random(3) / 4)
        image[...] = 128 + 90 * waves + rng.integers(0, 16, image.shape)
        np.savez_compressed(folder / f"{number:05}.npz", image=image, label=number % 10)
    np.save(folder / "all.npy", images)
    return sum(path.stat().st_size for path in folder.glob("*.npz")), (folder / "all.npy").stat().st_size


def normalised(images):
    """As the model wants them: float32, and channels first."""
    x = images.astype(np.float32)
    x /= 255
    x -= MEAN
    x /= STD
    return np.ascontiguousarray(x.transpose(0, 3, 1, 2))


def from_files(folder):
    """A function that makes a batch from a file for each sample."""

    def make(chosen):
        images = []
        for number in chosen:
            with np.load(folder / f"{number:05}.npz") as arrays:
                images.append(arrays["image"])
        return normalised(np.stack(images))

    return make


def from_one(folder):
    """The same from one file, which is mapped: the system reads what somebody looks at."""
    images = np.load(folder / "all.npy", mmap_mode="r")
    return lambda chosen: normalised(images[chosen])


def in_turn(make, batches):
    """First a batch, then the model, then the next batch."""
    return map(make, batches)


def ahead(make, batches, workers):
    """Some batches are under way while the model works."""
    with ThreadPoolExecutor(workers) as pool:
        waiting, left = deque(), iter(batches)
        for chosen in left:
            waiting.append(pool.submit(make, chosen))
            if len(waiting) > DEPTH:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def one_epoch(batches):
    """When the model was at work: (begin, end) for every batch. It sleeps, as a processor does while a card works."""
    spans, start = [], time.perf_counter()
    for _ in batches:
        begin = time.perf_counter() - start
        time.sleep(STEP)
        spans.append((begin, time.perf_counter() - start))
    return spans


def at_work(spans):
    """The part of the epoch in which the model works."""
    return sum(end - begin for begin, end in spans) / spans[-1][1]


def alone(make, batches):
    """Seconds for a batch, without any model: the median."""
    taken = []
    for chosen in batches:
        begin = time.perf_counter()
        make(chosen)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def measure():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        many, one = write(folder)
        order = np.random.default_rng(2).permutation(SAMPLES)
        batches = [order[begin : begin + BATCH] for begin in range(0, SAMPLES, BATCH)]
        files, packed = from_files(folder), from_one(folder)
        lanes = {
            "a file each": lambda: in_turn(files, batches),
            "a file each, read ahead": lambda: ahead(files, batches, 1),
            f"a file each, {WORKERS} workers": lambda: ahead(files, batches, WORKERS),
            "one file": lambda: in_turn(packed, batches),
            "one file, read ahead": lambda: ahead(packed, batches, 1),
        }
        runs = {lane: [] for lane in lanes}
        for _ in range(ROUNDS):
            for lane, begin in lanes.items():
                runs[lane].append(one_epoch(begin()))
        seconds = {"a file each": alone(files, batches), "one file": alone(packed, batches)}
    middle = {lane: sorted(each, key=lambda spans: spans[-1][1])[len(each) // 2] for lane, each in runs.items()}
    total = {lane: spans[-1][1] for lane, spans in middle.items()}
    slow, fast = total["a file each"], total["one file, read ahead"]
    shown = 12 * STEP
    spans = {
        lane: [Span(begin, min(end, shown), "the model works") for begin, end in each if begin < shown]
        for lane, each in middle.items()
    }
    work = {lane: at_work(each) for lane, each in middle.items()}
    return ExperimentResult(
        f"{SAMPLES} images, {BATCH} at a time, to a model that takes {duration(STEP)} for them",
        ["", "a batch", "the epoch", "the model works", "beside the first"],
        [
            [
                lane,
                duration(seconds["one file" if lane.startswith("one") else "a file each"]),
                duration(total[lane]),
                f"{work[lane]:.0%}",
                factor(slow / total[lane]),
            ]
            for lane in lanes
        ],
        f"A batch from {BATCH} files takes {duration(seconds['a file each'])}, from one {duration(seconds['one file'])}. The "
        f"model works for {work['a file each']:.0%} of the time when it waits for files, for "
        f"{work['a file each, read ahead']:.0%} when they are read ahead, {work[f'a file each, {WORKERS} workers']:.0%} with "
        f"{WORKERS} workers, {work['one file']:.0%} from one file and {work['one file, read ahead']:.0%} when that is read "
        f"ahead: {factor(slow / fast)} as fast in all. The files have {many / 2**20:.1f} MiB, the one {one / 2**20:.1f}.",
        [Gantt(Axis("time", "seconds"), spans, until=shown, title="when the model works")],
    )


if __name__ == "__main__":
    main(measure, quick={"SAMPLES": 64, "SIDE": 16, "BATCH": 16, "STEP": 0.002, "ROUNDS": 1})
