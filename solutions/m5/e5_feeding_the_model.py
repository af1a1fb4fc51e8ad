"""m5.e5: everything that need not be done again is done once: decoding in pack, dividing in a table of 256 values."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import numba
import numpy as np
from given_e5 import Packed, index_of, open_packed

_Three = Sequence[float] | np.ndarray


def _read(path: Path) -> tuple[np.ndarray, int]:
    """Image and label of a sample. Nearly anything can be raised by what a stranger wrote, so everything is caught."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _image(arrays["image"]), _label(arrays["label"])
    except Exception as error:
        raise ValueError(f"{path.name} is no sample: {error}") from error


def _image(image: np.ndarray) -> np.ndarray:
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
        raise ValueError(f"an image should be uint8 of shape (h, w, 3), not {image.dtype} {image.shape}")
    return image


def _label(label: np.ndarray) -> int:
    if label.dtype.kind not in "iu" or label.ndim or int(label) >= 2**63:
        raise ValueError("a label should be one integer that fits into 64 bits")
    return int(label)


def pack(folder: str | Path, target: str | Path) -> Packed:
    """One sample at a time goes into a file beside the target, which takes its place when all is well."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".npz") and not name.startswith("."))
    names = [name for name in names if (Path(folder) / name).is_file()]
    if not names:
        raise ValueError(f"there is no sample in {folder}")
    part = Path(f"{target}.part")
    shape, labels = (0, 0, 0), []
    try:
        with part.open("wb") as file:
            for name in names:
                image, label = _read(Path(folder) / name)
                if labels and image.shape != shape:
                    raise ValueError(f"{name} has the shape {image.shape}, but {names[0]} has {shape}")
                shape = image.shape
                labels.append(label)
                file.write(image.tobytes())
            file.write(index_of(shape, labels, names))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return open_packed(target)


@numba.njit
def _fill(images: np.ndarray, chosen: np.ndarray, table: np.ndarray, out: np.ndarray) -> None:
    """Look up every value of the chosen images, and put it where the model wants it: one pass, nothing in between."""
    for place in range(len(chosen)):
        image = images[chosen[place]]
        for y in range(image.shape[0]):
            for x in range(image.shape[1]):
                for channel in range(3):
                    out[place, channel, y, x] = table[channel, image[y, x, channel]]


class Loader:
    """There are only 256 values in each channel: what becomes of each is worked out once, in double precision."""

    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        if batch < 1:
            raise ValueError("a batch has one sample or more")
        mean, std = (np.array(each, float) for each in normalise)
        if not mean.shape == std.shape == (3,) or not np.isfinite([mean, std]).all() or std.min() <= 0:
            raise ValueError("mean and std should be three finite numbers each, those of std above 0")
        self._packed, self._batch = packed, batch
        self._order = _checked(order, len(packed.images))
        values = np.arange(256) / 255
        self._table = ((values - mean[:, None]) / std[:, None]).astype(np.float32)

    def __len__(self) -> int:
        return -(-len(self._order) // self._batch)

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for begin in range(0, len(self._order), self._batch):
            yield self._made(self._order[begin : begin + self._batch])

    def _made(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        images = self._packed.images.view()
        images.flags.writeable = False  # whether it was or not: so there is one thing to compile
        _, h, w, _ = images.shape
        out = np.empty((len(chosen), 3, h, w), np.float32)
        _fill(images, chosen, self._table, out)
        return out, self._packed.labels[chosen]


def _checked(order: Any, count: int) -> np.ndarray:
    """A copy of order, int64. An empty list knows no type, and is an order of nothing."""
    numbers = np.array(order)
    if numbers.ndim != 1:
        raise ValueError("order should have one dimension")
    if numbers.dtype.kind not in "iu" and (isinstance(order, np.ndarray) or len(numbers)):
        # Of ints that no dtype has room for, numpy makes floats, or objects.
        raise IndexError("too large") if set(map(type, order)) == {int} else TypeError("order should be whole numbers")
    if len(numbers) and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
        raise IndexError(f"order should have numbers from 0 to {count - 1}")
    return numbers.astype(np.int64)


def prefetch(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """A generator begins only with its first item, so what is wrong with depth is said here."""
    if depth < 1:
        raise ValueError("depth should be 1 or more")
    return _read_ahead(iterable, depth)


_ITEM, _ERROR, _END = range(3)


def _read_ahead(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """Items travel with a word on what they are, so that none can be taken for an error or for the end."""
    ready: Queue[tuple[int, Any]] = Queue(depth)
    stop = Event()

    def read() -> None:
        try:
            for item in iterable:
                ready.put((_ITEM, item))
                if stop.is_set():
                    return
            ready.put((_END, None))
        except BaseException as error:
            ready.put((_ERROR, error))

    thread = Thread(target=read, daemon=True)
    thread.start()
    try:
        while True:
            kind, what = ready.get()
            if kind == _END:
                return
            if kind == _ERROR:
                raise what
            yield what
    finally:
        # The thread may wait for room. Behind stop it puts one thing at most, and for that there is room now.
        stop.set()
        while not ready.empty():
            ready.get()
        thread.join()
