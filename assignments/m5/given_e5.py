"""Given for m5.e5: the packed file, samples to try it with, the yardstick, and what the tests drive your functions with.

python assignments/m5/given_e5.py samples 200    makes a folder samples with 200 of them
"""

import gc
import io
import itertools
import json
import queue
import sys
import tempfile
import threading
import time
import tracemalloc
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np


class Packed:
    """All samples of a data set: images, uint8 (n, h, w, 3), C-contiguous, often read-only, and labels, int64 (n,).

    names are those of the files that they come from.
    """

    def __init__(self, images: np.ndarray, labels: np.ndarray, names: list[str]) -> None:
        if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] != 3 or not images.flags.c_contiguous:
            raise ValueError("images are a C-contiguous array of uint8 with the shape (n, h, w, 3)")
        if labels.dtype != np.int64 or labels.shape != (len(images),) or len(names) != len(images):
            raise ValueError("there is one label, an int64, and one name for each image")
        self.images, self.labels, self.names = images, labels, names


def index_of(shape: tuple[int, int, int], labels: list[int], names: list[str]) -> bytes:
    """The end of a packed file, for images of this shape, (h, w, 3), in this order."""
    text = json.dumps({"shape": list(shape), "labels": labels, "names": names}).encode()
    return text + len(text).to_bytes(8, "little") + b"packed/5"


def open_packed(target: str | Path) -> Packed:
    """What is in a packed file. The images are mapped: the system reads of them what somebody looks at, when he does."""
    with open(target, "rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(size - 16, 0))
        end = file.read()
        length = int.from_bytes(end[:8], "little")
        if end[8:] != b"packed/5" or length > size - 16:
            raise ValueError(f"{target} is not a packed file")
        file.seek(size - 16 - length)
        index = json.loads(file.read(length))
    shape = (len(index["labels"]), *index["shape"])
    if size - 16 - length != np.prod(shape):
        raise ValueError(f"{target} has more or less than {len(index['labels'])} images of the shape {shape[1:]}")
    images = np.asarray(np.memmap(target, np.uint8, "r", 0, shape))
    return Packed(images, np.array(index["labels"], np.int64), index["names"])


def sample(image: np.ndarray, label: int) -> bytes:
    """What is in the file of one sample."""
    file = io.BytesIO()
    np.savez_compressed(file, image=image, label=np.int64(label))
    return file.getvalue()


def write_samples(folder: str | Path, count: int, size: int = 32) -> None:
    """So many samples: rings of some colour, as many as the label says, and noise."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:size, :size]
    for number in range(count):
        label = int(rng.integers(10))
        radius = np.hypot(x - rng.integers(size), y - rng.integers(size))
        rings = 0.5 + 0.5 * np.sin(radius * label * 2 * np.pi / size)
        image = rings[..., None] * rng.integers(80, 220, 3) + rng.integers(0, 30, (size, size, 3))
        (Path(folder) / f"{number:06}.npz").write_bytes(sample(image.astype(np.uint8), label))


# For the race


_WEIGHTS = np.random.default_rng(1).standard_normal(3 * 32 * 32, np.float32) / np.float32(55)


def _model(images: np.ndarray) -> np.ndarray:
    """A small model: it looks at every value of a batch once."""
    return images.reshape(len(images), -1) @ _WEIGHTS


def with_numpy(
    images: np.ndarray, labels: np.ndarray, order: np.ndarray, batch: int, mean: list[float], std: list[float]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The yardstick: one line of numpy for each batch, as in many a tutorial, and then the model."""
    seen = []
    for begin in range(0, len(order), batch):
        chosen = order[begin : begin + batch]
        x = (images[chosen] / 255 - mean) / std
        x = np.ascontiguousarray(x.transpose(0, 3, 1, 2), np.float32)
        seen.append((_model(x), labels[chosen]))
    return seen


def through_the_model(
    make: Callable[..., Any],
    images: np.ndarray,
    labels: np.ndarray,
    order: np.ndarray,
    batch: int,
    mean: list[float],
    std: list[float],
) -> list[tuple[np.ndarray, np.ndarray]]:
    """What is timed in the race: make is your Loader; the model looks at all batches, and keeps none."""
    loader = make(Packed(images, labels, [""] * len(labels)), batch, order, (mean, std))
    return [(_model(x), y) for x, y in loader]


# For the tests of pack: files are written on this side of the wire.


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _as_data(packed: Any, target: str | Path) -> dict[str, Any]:
    """What pack returned, and what is in the file."""
    if not isinstance(packed, Packed):
        return {"returned": type(packed).__name__}
    found = open_packed(target)
    data: dict[str, Any] = {"returned": "Packed", "images": found.images.copy(), "labels": found.labels, "names": found.names}
    same = np.array_equal(packed.images, found.images) and np.array_equal(packed.labels, found.labels)
    return data | {"same": same and list(packed.names) == list(found.names)}


def pack_files(
    pack: Callable[..., Any], files: list[tuple[str, bytes]], as_text: bool = False, old: bytes | None = None
) -> dict[str, Any]:
    """What pack makes of a folder with these files, written in this order; a name that ends in / is a folder.

    old: what is in the target before. Says what was raised, what lies beside the target, and whether the folder has changed.
    """
    with tempfile.TemporaryDirectory() as top:
        folder, out = Path(top) / "run[1] of {2}, 50% ~a", Path(top) / "out"  # a name like any other
        folder.mkdir()
        out.mkdir()
        target = out / "all.packed"
        if old is not None:
            target.write_bytes(old)
        for name, data in files:
            if name.endswith("/"):
                (folder / name).mkdir()
            else:
                (folder / name).write_bytes(data)
        before = _files(folder)
        told: dict[str, Any] = {"error": "", "message": ""}
        packed = None
        try:
            packed = pack(str(folder), str(target)) if as_text else pack(folder, target)
            told |= _as_data(packed, target)
        except Exception as error:
            told |= {"error": type(error).__name__, "value": isinstance(error, ValueError), "message": str(error)}
            told["old"] = target.read_bytes() if target.exists() else None
        told["left"] = sorted(path.name for path in out.iterdir())
        told["changed"] = before != _files(folder)
        del packed
        return told


def _peak(call: Callable[[], Any]) -> tuple[Any, int]:
    """What a call returns, and how many bytes it held at the worst moment; what lies in circles is collected as usual."""
    was_on = gc.isenabled()
    gc.collect()
    gc.enable()
    tracemalloc.start()
    try:
        returned = call()
        return returned, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        if not was_on:
            gc.disable()


def pack_nowhere(pack: Callable[..., Any]) -> list[str]:
    """What lies in the folder of the target after pack was called with a folder that does not exist."""
    with tempfile.TemporaryDirectory() as top:
        try:
            pack(Path(top) / "nothing", Path(top) / "all.packed")
        except FileNotFoundError:
            return ["FileNotFoundError", *sorted(path.name for path in Path(top).iterdir())]
        except Exception as error:
            return [type(error).__name__]
        return ["nothing was raised"]


def damaged(pack: Callable[..., Any], data: bytes, masks: bytes) -> list[str]:
    """What went wrong where a byte of a sample was altered, one after the other: its bits were turned as a mask says.

    Some bytes make no difference, as those of the time: then image and label have to be what they were.
    """
    wrong = []
    with tempfile.TemporaryDirectory() as top:
        folder, target = Path(top) / "samples", Path(top) / "all.packed"
        folder.mkdir()
        path = folder / "odd.npz"
        path.write_bytes(data)
        packed = pack(folder, Path(top) / "whole.packed")
        whole = packed.images.tobytes(), packed.labels.tolist()
        for at, mask in enumerate(masks):
            path.write_bytes(data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :])
            try:
                packed = pack(folder, target)
                if (packed.images.tobytes(), packed.labels.tolist()) != whole:
                    wrong.append(f"another image or label came out with byte {at} altered by {mask}")
                del packed
                target.unlink()
            except ValueError as error:
                if path.name not in str(error):
                    wrong.append(f"the message does not name the file with byte {at} altered by {mask}")
            except Exception as error:
                wrong.append(f"{type(error).__name__} was raised with byte {at} altered by {mask}")
    return wrong


def pack_again(pack: Callable[..., Any], rounds: list[list[tuple[str, bytes]]]) -> list[list[Any]]:
    """The labels, names and sums after pack, each time when other files have come into the same folder, or changed."""
    with tempfile.TemporaryDirectory() as top:
        answers = []
        for number, files in enumerate(rounds):
            for name, data in files:
                (Path(top) / name).write_bytes(data)
            # A file that is mapped cannot be written on every system: so each has a target of its own.
            packed = pack(Path(top), Path(top) / f"all.packed{number}")
            answers.append([packed.labels.tolist(), list(packed.names), int(packed.images.sum())])
            del packed
        return answers


def peak_of_pack(pack: Callable[..., Any], count: int, size: int, seed: int) -> int:
    """How many bytes pack holds at the worst moment."""
    rng = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "samples"
        folder.mkdir()
        for number in range(count):
            data = sample(rng.integers(0, 256, (size, size, 3), np.uint8), number)
            if number == 5:  # it holds something large as well, which nobody looks at
                file = io.BytesIO()
                np.savez_compressed(file, image=np.zeros((size, size, 3), np.uint8), label=5, more=np.zeros((500, 500, 3)))
                data = file.getvalue()
            for place in (folder, Path(top)):
                if place == folder or number < 2:
                    (place / f"{number:03}.npz").write_bytes(data)
        pack(Path(top), Path(top) / "few.packed")  # what Python needs for a first call is not counted
        packed, peak = _peak(lambda: pack(folder, Path(top) / "all.packed"))
        del packed
        return peak


# For the tests of Loader


def packed_of(images: np.ndarray, labels: np.ndarray, read_only: bool = True) -> Packed:
    """As open_packed gives it, or such that it can be written."""
    images, labels = images.copy(), labels.copy()
    images.flags.writeable = labels.flags.writeable = not read_only
    return Packed(images, labels, [f"{number}.npz" for number in range(len(labels))])


def batches(
    make: Callable[..., Any], images: np.ndarray, labels: np.ndarray, batch: int, order: Any, normalise: Any, kind: str = ""
) -> dict[str, Any]:
    """All batches, twice, how they lie in memory, and len. kind: what order is, "list", "range", "read-only", "strides" …"""
    packed = packed_of(images, labels, kind != "writable")
    if kind == "read-only":
        order = np.array(order)
        order.flags.writeable = False
    elif kind == "strides":
        order = np.repeat(np.array(order), 2)[::2]
    elif kind == "tuple":
        order = tuple(order)
    elif kind == "range":
        order = range(len(order))
    loader = make(packed, batch, order, normalise)
    found = list(loader)
    again = list(loader)
    other = list(make(packed, batch, order, normalise))
    sound = all(
        type(x) is np.ndarray and x.flags.c_contiguous and x.flags.writeable and y.flags.writeable for x, y in [*found, *again]
    )
    apart = not any(
        np.shares_memory(one, other)
        for one, other in itertools.combinations([array for pair in [*found, *again, *other] for array in pair], 2)
    )
    apart = apart and not any(np.shares_memory(y, packed.labels) for _, y in found)
    return {"batches": found, "again": again, "length": len(loader), "sound": sound, "apart": apart, "kind": type(found[0])}


def make_loader(make: Callable[..., Any], count: int, batch: int, order: Any, normalise: Any) -> None:
    """Makes a loader of so many images, and does nothing with it."""
    make(packed_of(np.zeros((count, 4, 5, 3), np.uint8), np.zeros(count, np.int64)), batch, order, normalise)


def no_batches(make: Callable[..., Any], count: int, order: Any) -> tuple[list[Any], int]:
    """The batches of nothing."""
    packed = packed_of(np.zeros((count, 4, 5, 3), np.uint8), np.zeros(count, np.int64))
    loader = make(packed, 3, order, ([0, 0, 0], [1, 1, 1]))
    return list(loader), len(loader)


def abreast(make: Callable[..., Any], images: np.ndarray, labels: np.ndarray, order: np.ndarray) -> list[list[Any]]:
    """The labels of two ways through one loader at the same time, and of a third, when the second has stopped early."""
    loader = make(packed_of(images, labels), 2, order, ([0, 0, 0], [1, 1, 1]))
    one, other = iter(loader), iter(loader)
    first = [next(one), next(one), next(other)]
    rest = list(one)
    del other
    return [[y.tolist() for _, y in part] for part in (first, rest, list(loader))]


def in_threads(make: Callable[..., Any], images: np.ndarray, labels: np.ndarray, order: np.ndarray, rounds: int) -> int:
    """How many batches are not what they should be if two threads go through one loader at the same time."""
    loader = make(packed_of(images, labels), 4, order, ([0.1, 0.2, 0.3], [0.5, 0.25, 0.125]))
    want = [(x.copy(), y.copy()) for x, y in loader]
    wrong: list[int] = []
    together = threading.Barrier(2)

    def go_through(skipped: int) -> None:
        for _ in range(rounds):
            steps = iter(loader)
            for _ in range(skipped):
                next(steps)
            together.wait(5)
            found = list(steps)
            for (x, y), (x_then, y_then) in zip(found, want[skipped:], strict=True):
                if not (np.array_equal(x, x_then) and np.array_equal(y, y_then)):
                    wrong.append(1)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=go_through, args=(skipped,), daemon=True) for skipped in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    return len(wrong)


def what_changes(make: Callable[..., Any], images: np.ndarray, labels: np.ndarray, order: np.ndarray) -> dict[str, Any]:
    """Batches where the images, the labels, order and normalise change while the loader is at work, and those before."""
    packed, mine = packed_of(images, labels, False), order.copy()
    mean, std = np.array([0.1, 0.2, 0.3]), [0.5, 0.25, 0.125]
    loader = make(packed, 3, mine, (mean, std))
    mine[:] = 0
    mean[:], std[:] = 9, [9, 9, 9]
    steps = iter(loader)
    found = [next(steps)]
    first = found[0][0].copy()
    found[0][0][...] = -1
    packed.images[...] = 255 - packed.images
    packed.labels[...] += 100
    found += list(steps)
    mine[:] = order[::-1]
    later = list(make(packed, 3, mine, (mean, std)))
    return {"first": first, "batches": found, "later": later, "images": packed.images, "labels": packed.labels}


def memory_of_loader(make: Callable[..., Any], count: int, size: int, batch: int, seed: int) -> tuple[int, int]:
    """(bytes at the worst moment of a way through, how many batches are there afterwards, though nobody holds them)."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (count, size, size, 3), np.uint8)
    packed = packed_of(images, np.arange(count))
    order, normalise = rng.permutation(count), ([0.5, 0.4, 0.3], [0.2, 0.2, 0.2])
    for _ in make(packed, batch, order[: batch + 1], normalise):
        pass  # what is compiled, and what Python needs for a first call, is not counted
    seen = []
    loader = make(packed, batch, order, normalise)

    def go_through() -> None:
        for x, _ in loader:
            seen.append(weakref.ref(x))

    _, peak = _peak(go_through)
    gc.collect()
    return peak, sum(each() is not None for each in seen)


# For the tests of prefetch


class Source:
    """0, 1, 2 … count - 1, and who reads it. gates: for an item, what it waits for before it comes, 5 s at most."""

    def __init__(self, count: int, gates: dict[int, threading.Event] | None = None) -> None:
        self._count, self._gates = count, gates or {}
        self.begun = 0
        self.done = 0
        self.readers: set[int] = set()
        self.at_once = 0
        self.most_at_once = 0

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        self.readers.add(threading.get_ident())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            item = self.begun
            if item == self._count:
                raise StopIteration
            self.begun += 1
            if item in self._gates:
                self._gates[item].wait(5)
            self.done += 1
            return item
        finally:
            self.at_once -= 1


class _Equal:
    """Says that it is equal to whatever it is compared with."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = object.__hash__


class _Incomparable(Exception):
    """Cannot be compared, and is neither true nor false."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("do not compare what you hand on")

    def __bool__(self) -> bool:
        raise ValueError("do not ask whether what you hand on is true")

    __hash__ = Exception.__hash__


class _Own(BaseException):
    """No Exception, and nothing that Python knows."""


class _Empty(Exception):
    """An error that counts as false."""

    def __len__(self) -> int:
        return 0


ODD = [
    *(None, False, 0, "", ValueError("a thing like any other"), SystemExit(), StopIteration(), StopIteration, (), None),
    *(np.arange(3), _Equal(), _Incomparable(), Ellipsis, NotImplemented, float("nan"), queue.Empty(), (None, None)),
    *((ValueError("in two"), None), ("error", ValueError()), (True, 1), (False, None)),
]
"""Things that could be taken for nothing, for the end or for a mistake."""
ERRORS: list[Callable[[], BaseException]] = [
    *(LookupError, queue.Empty, queue.Full, TimeoutError, RuntimeError, SystemExit, KeyboardInterrupt, GeneratorExit),
    *(StopAsyncIteration, _Own, _Incomparable, _Empty, NotImplementedError, AttributeError),
]


def _threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def left_over(before: set[threading.Thread]) -> int:
    """How many threads have come since, and not gone."""
    return len([thread for thread in _threads() - before if thread.is_alive()])


def everything(prefetch: Callable[..., Any], iterable: Any, depth: int) -> list[Any]:
    return list(prefetch(iterable, depth))


def odd_things(prefetch: Callable[..., Any], depth: int) -> bool:
    """Whether odd things come out as they went in: the same objects, in the same order."""
    return [id(thing) for thing in prefetch(iter(ODD), depth)] == [id(thing) for thing in ODD]


def of_kinds(prefetch: Callable[..., Any]) -> list[Any]:
    """What comes out of things that can be gone through, of every kind; an iterator is its own iterator."""
    kinds: list[Any] = [[3, 1], (4, 1), range(2), "ab", {5: 6}, map(abs, [-7, 8]), (x for x in (9, 10)), b"c", []]
    found: list[Any] = [list(prefetch(kind, 2)) for kind in kinds]
    steps = prefetch([1, 2, 3], 1)
    return [*found, iter(steps) is steps and [next(steps), *steps]]


def read_ahead(prefetch: Callable[..., Any], depth: int, take: int) -> dict[str, Any]:
    """How many items are read ahead when somebody holds one, and by whom. Waits until nothing more comes, and 3 s at most."""
    source = Source(10_000)
    steps = prefetch(source, depth)
    taken = [next(steps) for _ in range(take)]
    quiet, deadline, then = time.monotonic(), time.monotonic() + 3, source.begun
    # A thread that a busy machine keeps waiting may still have something to read.
    while time.monotonic() < deadline and (time.monotonic() < quiet + 0.1 or source.done < take + depth):
        time.sleep(0.005)
        if then != source.begun:
            quiet, then = time.monotonic(), source.begun
        if then > take + depth + 50:
            break
    answer = {"taken": taken, "done": source.done - take, "begun": source.begun - take, "most_at_once": source.most_at_once}
    mine = threading.get_ident() in source.readers
    steps.close()
    return answer | {"readers": len(source.readers), "mine": mine}


def handed_out_at_once(prefetch: Callable[..., Any], depth: int, item: int) -> bool:
    """Whether an item that is ready is handed out while the next one is still being read."""
    gate = threading.Event()
    steps = prefetch(Source(20, {item + 1: gate}), depth)
    took: list[int] = []
    came = threading.Event()

    def take() -> None:
        took.extend(next(steps) for _ in range(item + 1))
        came.set()

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    in_time = came.wait(3)
    gate.set()
    thread.join()
    steps.close()
    return in_time and took == list(range(item + 1))


def untouched(prefetch: Callable[..., Any], how: str) -> tuple[int, int, int]:
    """(items read before anybody asked, threads before anybody asked, threads when it was given up)."""
    before, source = _threads(), Source(100)
    steps = prefetch(source, 3)
    time.sleep(0.03)
    read, threads = source.begun, left_over(before)
    if how == "close":
        steps.close()
        steps.close()
        read += len(list(steps))
    del steps
    return read, threads, left_over(before)


def stops_early(prefetch: Callable[..., Any], depth: int, take: int, count: int, how: str) -> dict[str, Any]:
    """How many threads are there right after somebody stopped early, and what happened then. count 0: without an end."""
    before, source = _threads(), Source(count or 1 << 60)
    steps: Any = prefetch(source, depth)
    taken = []
    if how == "break":
        for item in steps if take else []:
            taken.append(item)
            if len(taken) == take:
                break
    else:
        taken = [next(steps) for _ in range(take)]
    told: dict[str, Any] = {"taken": taken, "after": []}
    if how in ("full", "break"):
        deadline = time.monotonic() + 3
        while source.done < min(take + depth, count or 1 << 60) and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(0.02)  # until it waits for room, on any machine that is not too busy
    if how in ("close", "full"):
        steps.close()
        told["threads"] = left_over(before)
        steps.close()
        told["after"] = list(steps)
    del steps
    told.setdefault("threads", left_over(before))
    told["read"] = source.begun
    time.sleep(0.01)
    return told | {"read later": source.begun - told["read"]}


def closes_while_reading(prefetch: Callable[..., Any], how: str) -> tuple[bool, int]:
    """(whether close came back while an item was still being read, how many threads were there when it came back)."""
    gate = _Gate()
    before, source = _threads(), Source(100, {2: gate})
    steps = [prefetch(source, 4)]
    next(steps[0])
    deadline = time.monotonic() + 3
    while source.begun < 3 and time.monotonic() < deadline:
        time.sleep(0.002)
    threads: list[int] = []

    def close() -> None:
        if how == "close":
            steps[0].close()
        else:
            steps.clear()
        threads.append(left_over(before) - 1)  # this one is new as well

    thread = threading.Thread(target=close, daemon=True)
    with _impatient():
        thread.start()
        deadline = time.monotonic() + 0.12
        while thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.005)
        early = not thread.is_alive()
        gate.set()
        thread.join()
    return early, threads[0]


class _Gate(threading.Event):
    """Waits for 5 s at most, whatever has been done to other waiting."""

    def wait(self, timeout: float | None = None) -> bool:
        deadline = time.monotonic() + 5
        while not self.is_set() and time.monotonic() < deadline:
            time.sleep(0.002)
        return self.is_set()


@contextmanager
def _impatient() -> Iterator[None]:
    """Whoever waits for a thread, an event or a condition for some seconds at most waits a hundredth of that here."""
    places = [(threading.Thread, "join"), (threading.Condition, "wait"), (threading.Condition, "wait_for")]
    before = [getattr(kind, name) for kind, name in places]

    def hurried(wait: Callable[..., Any]) -> Callable[..., Any]:
        def shorter(self: Any, *args: Any, **options: Any) -> Any:
            args = tuple(each / 100 if isinstance(each, int | float) else each for each in args)
            return wait(
                self,
                *args,
                **{name: value / 100 if isinstance(value, int | float) else value for name, value in options.items()},
            )

        return shorter

    for (kind, name), wait in zip(places, before, strict=True):
        setattr(kind, name, hurried(wait))
    try:
        yield
    finally:
        for (kind, name), wait in zip(places, before, strict=True):
            setattr(kind, name, wait)


class _Thing:
    """Something that one can ask whether it is still there."""


def still_there(prefetch: Callable[..., Any], depth: int, take: int) -> int:
    """How many of the items that were read ahead are there after close, while somebody holds the iterator."""
    seen: list[weakref.ref[_Thing]] = []

    def source() -> Iterator[_Thing]:
        while True:
            thing = _Thing()
            seen.append(weakref.ref(thing))
            yield thing

    steps = prefetch(source(), depth)
    for _ in range(take):
        next(steps)
    deadline = time.monotonic() + 3
    while len(seen) < take + depth and time.monotonic() < deadline:
        time.sleep(0.002)
    steps.close()
    gc.collect()
    return sum(each() is not None for each in seen)


class Fails:
    """0, 1 … and then an error: at an item, at the beginning (-1), or in the place of the end."""

    def __init__(self, error: BaseException, at: int) -> None:
        self._error, self._at, self._next = error, at, 0

    def __iter__(self) -> "Fails":
        if self._at == -1:
            raise self._error
        return self

    def __next__(self) -> int:
        if self._next == self._at:
            raise self._error
        self._next += 1
        return self._next - 1


def errors(prefetch: Callable[..., Any], depth: int, at: int) -> str:
    """What is wrong with the errors of a source that fails at this item; nothing, if nothing is."""
    for make in ERRORS:
        error, before, came = make(), _threads(), []
        raised: BaseException | None = None
        steps = prefetch(Fails(error, at), depth)
        try:
            for item in steps:
                came.append(item)
        except BaseException as other:
            raised = other
        threads = left_over(before)
        name = type(error).__name__
        if raised is not error:
            return f"{name} was raised at item {at}, and {type(raised).__name__ if raised else 'nothing'} came out"
        if came != list(range(max(at, 0))):
            return f"before {name} at item {at} came {came}"
        if threads:
            return f"{threads} threads were left when {name} came"
        if list(steps):
            return f"more items came after {name}"
    return ""


def error_in_its_place(prefetch: Callable[..., Any]) -> tuple[list[int], str]:
    """(what comes before an error, what then), if it has long been raised when somebody asks for the second item."""
    raised = threading.Event()

    def source() -> Iterator[int]:
        yield from range(3)
        raised.set()
        raise LookupError("no item 3")

    steps = prefetch(source(), 4)
    came = [next(steps)]
    raised.wait(3)
    time.sleep(0.02)
    try:
        came.extend(steps)
    except LookupError:
        return came, "LookupError"
    return came, "nothing"


def ends(prefetch: Callable[..., Any], count: int, depth: int) -> tuple[list[Any], int, list[Any]]:
    """(all items, threads after the last one, what comes then)."""
    before = _threads()
    steps = prefetch(iter(range(count)), depth)
    items = list(steps)
    return items, left_over(before), [*steps, *steps]


def two_at_once(prefetch: Callable[..., Any]) -> tuple[list[int], list[int], int]:
    """Two in turn, one of them inside another one that is given up half-way."""
    before = _threads()
    one, other = prefetch(Source(9), 2), prefetch(prefetch(prefetch(itertools.count(100), 1), 3), 2)
    first, second = [], []
    for item in one:
        first.append(item)
        second.append(next(other))
    del one, other
    deadline = time.monotonic() + 3
    while left_over(before) and time.monotonic() < deadline:
        time.sleep(0.005)
    return first, second, left_over(before)


def to_the_model(
    pack: Callable[..., Any], make: Callable[..., Any], prefetch: Callable[..., Any], files: list[tuple[str, bytes]], depth: int
) -> list[tuple[Any, Any]]:
    """From files to batches: pack, Loader and prefetch, one behind the other."""
    with tempfile.TemporaryDirectory() as top:
        folder = Path(top) / "samples"
        folder.mkdir()
        for name, data in files:
            (folder / name).write_bytes(data)
        packed = pack(folder, Path(top) / "all.packed")
        order = np.arange(len(files))[::-1]
        loader: Iterable[Any] = make(packed, 4, order, ([0, 0, 0], [1, 1, 1]))
        found = [(x, y) for x, y in prefetch(loader, depth)]
        del loader, packed
        return found


if __name__ == "__main__":
    write_samples(sys.argv[1] if len(sys.argv) > 1 else "samples", int(sys.argv[2]) if len(sys.argv) > 2 else 200)
