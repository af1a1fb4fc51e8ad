import io

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e5")

MEAN, STD = [0.48, 0.46, 0.41], [0.23, 0.22, 0.27]


def samples(rng, n, h, w, begin=0):
    """Images, labels, and the files that they come from, in the order of their names."""
    images = rng.integers(0, 256, (n, h, w, 3), np.uint8)
    labels = rng.integers(0, 1000, n)
    files = []
    for number, (image, label) in enumerate(zip(images, labels, strict=True), begin):
        file = io.BytesIO()
        np.savez_compressed(file, image=image, label=label)
        files.append((f"{number:04}.npz", file.getvalue()))
    return images, labels, files


def wanted(images, labels, batch, order, normalise):
    """The batches in double precision, rounded once."""
    mean, std = (np.array(each, "f8") for each in normalise)
    made = []
    for begin in range(0, len(order), batch):
        chosen = np.array(order[begin : begin + batch], "i8")
        x = (images[chosen] / 255 - mean) / std
        made.append((x.transpose(0, 3, 1, 2).astype("f4"), labels[chosen]))
    return made


def near(got, want, normalise, what="the batches"):
    mean, std = (np.array(each, "f8") for each in normalise)
    largest = np.maximum(abs(0 - mean), abs(1 - mean)) / std
    check.that(len(got) == len(want), f"{what}: there should be {len(want)}, and there are {len(got)}")
    for number, (one, other) in enumerate(zip(got, want, strict=True)):
        check.kind(one, tuple, f"batch {number} of {what}")
        check.that(len(one) == 2, f"batch {number} of {what} should be (images, labels)")
        x, y = one
        check.array(x, "f4", other[0].shape, f"the images of batch {number} of {what}")
        for channel in range(3):
            part = f"channel {channel} of batch {number} of {what}"
            check.close(x[:, channel], other[0][:, channel], rtol=1e-5, atol=1e-5 * float(largest[channel]), what=part)
        check.equal(y, other[1], f"the labels of batch {number} of {what}")


@pytest.mark.points(2)
def test_pack(student, rng):
    """pack: one file, in order; bad ones are named"""
    images, labels, files = samples(rng, 12, 5, 4)
    shuffled = [files[int(i)] for i in rng.permutation(12)]
    found = student.given.pack_files(student.pack, [*shuffled, ("README.txt", b"twelve images"), (".0003.npz", b"")])
    check.equal(found["error"], "", "what pack raised")
    check.equal(found["returned"], "Packed", "the type of what pack returns")
    check.equal(found["images"], images, "the images in the target")
    check.equal(found["labels"], labels, "the labels in the target")
    check.equal(found["names"], [name for name, _ in files], "the names in the target")
    check.that(found["same"], "what pack returns should be what is in the target")
    check.that(not found["changed"], "pack has changed the folder of the samples")
    bad = list(files)
    bad[7] = (bad[7][0], bad[7][1][:-40])
    found = student.given.pack_files(student.pack, bad)
    check.equal(found["error"], "ValueError", "what pack raises for a sample that is cut")
    check.that("0007.npz" in found["message"], "the error for a sample that is cut should name its file, 0007.npz")
    check.equal(found["left"], [], "files beside the target, after an error")
    peak, most = student.given.peak_of_pack(student.pack, 60, 128, 1), 8 * 3 * 128**2 + 60 * 512 + (256 << 10)
    check.that(peak <= most, f"pack held {peak:,} bytes, not {most:,} at most, for 60 images of 128 x 128")


@pytest.mark.points(2)
def test_loader(student, rng):
    """Loader: order, labels, values, and its memory"""
    images, labels, _ = samples(rng, 11, 5, 4)
    normalise = (MEAN, STD)
    for batch, order in ((4, np.arange(11)), (3, rng.permutation(11)), (20, rng.permutation(11)[:6]), (2, np.array([5, 5, 0]))):
        found = student.given.batches(student.Loader, images, labels, batch, order, normalise)
        want = wanted(images, labels, batch, order, normalise)
        what = f"{len(order)} samples, {batch} at a time"
        near(found["batches"], want, normalise, f"the batches of {what}")
        near(found["again"], want, normalise, f"the batches of {what}, when asked again")
        check.equal(found["length"], len(want), f"len of a loader of {what}")
        check.that(found["sound"], "all arrays should be C-contiguous, and one may write into them")
        check.that(found["apart"], "batches should share no memory with each other, or with packed")
    check.equal(student.given.no_batches(student.Loader, 4, []), ([], 0), "the batches of an empty order, and their number")
    with check.raises("IndexError"):
        student.given.make_loader(student.Loader, 4, 2, np.array([0, 4]), normalise)
    peak, kept = student.given.memory_of_loader(student.Loader, 200, 64, 24, 3)
    most = 4 * 24 * 3 * 64**2 * 4 + (64 << 10)
    check.that(peak <= most, f"a loader held {peak:,} bytes, not {most:,} at most, for batches of 24 images of 64 x 64")
    check.that(kept == 0, f"{kept} batches were still there when all was over, and nobody held them")


@pytest.mark.points(2)
def test_prefetch(student):
    """prefetch: order, reading ahead, errors, the end"""
    for count, depth in ((10, 3), (1, 1), (0, 2), (5, 100)):
        found = student.given.ends(student.prefetch, count, depth)
        check.equal(found, (list(range(count)), 0, []), f"{count} items, threads after them, what comes then, depth {depth}")
    for depth, take in ((1, 1), (4, 2)):
        found = student.given.read_ahead(student.prefetch, depth, take)
        what = f"while somebody holds item {take - 1}, depth {depth}"
        check.that(found["done"] >= depth, f"{found['done']} items are read ahead {what}: so many may be made meanwhile")
        check.that(found["begun"] <= depth + 1, f"{found['begun']} items are read ahead {what}; {depth + 1} are allowed")
        check.equal((found["readers"], found["mine"]), (1, False), "the number of threads that read, and whether one was mine")
    in_time = student.given.handed_out_at_once(student.prefetch, 3, 0)
    check.that(in_time, "the first item was there, and was handed out only when others had been read, too")
    for how in ("close", "full"):
        found = student.given.stops_early(student.prefetch, 2, 3, 100, how)
        check.equal(found["taken"], [0, 1, 2], "the first items")
        check.equal(found["threads"], 0, "how many threads are left after close")
    for at in (0, 3):
        wrong = student.given.errors(student.prefetch, 2, at)
        check.that(not wrong, f"errors: {wrong}")
    with check.raises("ValueError"):
        student.prefetch([1, 2], 0)


@pytest.mark.perf(steps={1.75: 2, 2.8: 6})
def test_race(student, rng):
    """600 images in batches of 64 against plain numpy"""

    def make():
        images = rng.integers(0, 256, (600, 32, 32, 3), np.uint8)
        mean, std = rng.uniform(0.4, 0.5, 3), rng.uniform(0.2, 0.3, 3)
        return images, rng.integers(0, 10, 600), rng.permutation(600), 64, mean.tolist(), std.tolist()

    student.race("Loader", make, against="with_numpy", through="through_the_model", rtol=1e-3, atol=2e-3)
