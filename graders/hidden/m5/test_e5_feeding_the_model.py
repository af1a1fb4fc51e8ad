import io
import zipfile

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e5")

MEAN, STD = [0.48, 0.46, 0.41], [0.23, 0.22, 0.27]


def packed_up(compressed=True, **arrays):
    """The bytes of a sample with these arrays."""
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **arrays)
    return file.getvalue()


def pixels(rng, h=4, w=6, n=None):
    return rng.integers(0, 256, (h, w, 3) if n is None else (n, h, w, 3), np.uint8)


@pytest.mark.points(1)
def test_samples_of_all_kinds(student, rng):
    """pack: names, dtypes, layouts, what is no sample, what is left"""
    pack, given = student.pack, student.given
    everything_in_order(pack, given, rng)
    images = pixels(rng, 4, 6, 5)
    good = [(f"s{number}.npz", packed_up(image=image, label=number)) for number, image in enumerate(images)]
    for what, data in no_samples(rng, images[0]):
        for name, others in (("bad.npz", good), ("worse.npz", good), ("alone.npz", [])):
            files = [*others[:2], (name, data), *others[2:]]
            old = None if name == "worse.npz" else b"an older file"
            found = given.pack_files(pack, files, old=old)
            check.that(bool(found["error"]), f"pack raised nothing for a sample that {what}")
            check.that(found["value"], f"pack raised {found['error']}, and no ValueError, for a sample that {what}")
            # Where the first image has another shape than all others, each of them has another shape than the first.
            bad = [each for each, _ in files] if name == "bad.npz" and "image" in what else [name]
            named = any(each in found["message"] for each in bad)
            check.that(named, f"the message does not name {name}, a sample that {what}: {found['message']}")
            left = [] if old is None else ["all.packed"]
            check.equal((found["left"], found["old"]), (left, old), f"files, and the target, after a sample that {what}")
            check.that(not found["changed"], "pack has changed the folder of the samples, after an error")
    whole = packed_up(image=images[0][:2, :2], label=3)
    for masks in (
        rng.integers(1, 256, len(whole), np.uint8).tobytes(),
        (1 << rng.integers(0, 8, len(whole))).astype("u1").tobytes(),
    ):
        wrong = given.damaged(pack, whole, masks)
        check.that(not wrong, f"{len(wrong)} of {len(whole)} damaged samples went wrong; {wrong[:1]}")
    # A sample with a shape of its own may be the first or the last: one of two is named then.
    for shape in ((6, 4), (4, 5), (2, 12), (5, 6)):
        odd = packed_up(image=pixels(rng, *shape), label=1)
        found = given.pack_files(pack, [*good, ("s7.npz", odd)])
        check.equal(
            (found["error"], "s7.npz" in found["message"]), ("ValueError", True), "the error, and whether s7.npz is named"
        )
        check.equal(found["left"], [], "files after a sample of another shape")
    for files in ([], [("a.txt", good[0][1]), ("b.npz.bak", good[0][1]), (".c.npz", good[0][1]), ("d.npz/", b"")]):
        found = given.pack_files(pack, files)
        check.equal(found["error"], "ValueError", "what pack raises where there is no sample")
        check.equal(found["left"], [], "files where there was no sample")
    check.equal(given.pack_nowhere(pack), ["FileNotFoundError"], "what pack raises, and leaves, where there is no folder")
    first = [("a.npz", packed_up(image=images[0], label=1)), ("c.npz", packed_up(image=images[1], label=2))]
    then = [("b.npz", packed_up(image=images[2], label=3)), ("c.npz", packed_up(image=images[3], label=4))]
    sums = [int(image.sum()) for image in images]
    last = [("b.npz", packed_up(image=images[4], label=3))]
    want = [
        [[1, 2], ["a.npz", "c.npz"], sums[0] + sums[1]],
        [[1, 3, 4], ["a.npz", "b.npz", "c.npz"], sums[0] + sums[2] + sums[3]],
        [[1, 3, 4], ["a.npz", "b.npz", "c.npz"], sums[0] + sums[4] + sums[3]],
    ]
    got = given.pack_again(pack, [first, then, last])
    check.equal(got, want, "labels, names and pixels, before and after the folder has changed")
    for count, size in ((100, 96), (400, 40)):
        peak, most = given.peak_of_pack(pack, count, size, 7), 8 * 3 * size**2 + count * 512 + (256 << 10)
        check.that(peak <= most, f"pack held {peak:,} bytes, not {most:,} at most, for {count} images of {size} x {size}")


def everything_in_order(pack, given, rng):
    """Names in Python's order, labels of every dtype, images in any layout and size, old targets, str and Path."""
    names = ["10.npz", "9.npz", "Z.npz", "a.npz", "a.b.npz", "a-b.npz", "ä.npz", "B .npz", "x.NPZ.npz", "_.npz", "100.npz"]
    largest = [np.int8(-7), np.uint8(255), np.int16(-300), np.int32(-(2**31)), np.int64(2**63 - 1), np.int64(-(2**63))]
    largest += [np.uint64(2**63 - 1), np.uint32(2**32 - 1), np.array(70_000), np.array(5, ">i4"), np.uint16(65_535)]
    for shape in ((4, 6), (1, 1), (7, 2), (1, 9)):
        images = pixels(rng, *shape, len(names))
        files = []
        for number, (name, label) in enumerate(zip(names, largest, strict=True)):
            image = images[number] if number % 3 else np.asfortranarray(images[number])
            more = {} if number % 4 else {"weight": np.float32(2), "arr_0": np.zeros(3), "thing": np.array([None])}
            files.append((name, packed_up(number % 2 == 0, image=image, label=label, **more)))
        order = sorted(range(len(names)), key=names.__getitem__)
        besides = [("c.NPZ", b"x"), ("npz", b"x"), ("b.npy", b"x"), ("._a.npz", b"x"), (".npz", b"x"), ("t.npz/", b"")]
        mixed = [*files, *besides]
        mixed = [mixed[int(i)] for i in rng.permutation(len(mixed))]
        for as_text, old in ((False, None), (True, None), (False, b"old"), (True, b"older" * 5000)):
            found = given.pack_files(pack, mixed, as_text, old)
            check.equal((found["error"], found["message"]), ("", ""), "what pack raised")
            check.equal(found["returned"], "Packed", "the type of what pack returns")
            check.equal(found["images"], images[order], f"the images in the target, of shape {shape}")
            check.equal(found["labels"], np.array([int(largest[i]) for i in order]), "the labels in the target")
            check.equal(found["names"], [names[i] for i in order], "the names in the target")
            check.that(found["same"], "what pack returns should be what is in the target")
            check.equal((found["left"], found["changed"]), (["all.packed"], False), "files, and whether samples have changed")
    one = pixels(rng)
    found = given.pack_files(pack, [("only.npz", packed_up(image=one, label=3))])
    check.equal((found["error"], found["names"]), ("", ["only.npz"]), "the error, and the names, of one sample")
    check.equal(found["images"], one[None], "the image of one sample")


def no_samples(rng, image):
    """(what it does, the bytes) of files that are no samples."""
    good = packed_up(image=image, label=3)
    array = io.BytesIO()
    np.save(array, image)
    flipped = bytearray(packed_up(False, image=image, label=3))
    flipped[flipped.index(image.tobytes()) + 5] ^= 1
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as file:
        file.writestr("image.npy", b"no array")
        file.writestr("label.npy", b"")
    short = io.BytesIO()
    with zipfile.ZipFile(short, "w") as file:
        file.writestr("image.npy", array.getvalue()[:-1])
        file.writestr("label.npy", array.getvalue())
    unknown, locked = bytearray(good), bytearray(good)
    for at in zip_headers(good):
        unknown[at + 2] = 99  # the method of packing
        locked[at] |= 1  # the flag of a password
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w") as file:
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(header, {"descr": "|u1", "fortran_order": False, "shape": (10**15, 1, 3)})
        file.writestr("image.npy", header.getvalue() + bytes(9))
        file.writestr("label.npy", array.getvalue())
    return [
        *(("has an array that is packed in a way nobody knows", bytes(unknown)), ("wants a password", bytes(locked))),
        ("says that its image has 3,000,000,000,000,000 bytes", large.getvalue()),
        *(("is empty", b""), ("is cut", good[: len(good) // 2]), ("is cut at its end", good[:-1]), ("is text", b"no sample\n")),
        *(("is one array alone", array.getvalue()), ("has a bit that has turned", bytes(flipped))),
        *(("is a zip of text", plain.getvalue()), ("has an array that is cut", short.getvalue())),
        ("is an empty zip", b"PK\5\6" + bytes(18)),
        ("has no image", packed_up(label=3)),
        ("has no label", packed_up(image=image)),
        ("has a float image", packed_up(image=image / 255, label=3)),
        ("has an image of int8", packed_up(image=image.view("i1"), label=3)),
        ("has an image of uint16", packed_up(image=image.astype("u2"), label=3)),
        ("has an image of bools", packed_up(image=image > 9, label=3)),
        ("has a grey image", packed_up(image=image[..., 0], label=3)),
        ("has an image of one channel", packed_up(image=image[..., :1], label=3)),
        ("has an image of four channels", packed_up(image=image[..., [0, 1, 2, 2]], label=3)),
        ("has two images", packed_up(image=image[None], label=3)),
        ("has an image of no rows", packed_up(image=image[:0], label=3)),
        ("has an image of no columns", packed_up(image=image[:, :0], label=3)),
        ("has an image of pickles", packed_up(image=image.astype(object), label=3)),
        ("has a float label", packed_up(image=image, label=3.0)),
        ("has a bool label", packed_up(image=image, label=True)),
        ("has a text as label", packed_up(image=image, label="3")),
        ("has a pickle as label", packed_up(image=image, label=np.array(3, object))),
        ("has an array of one label", packed_up(image=image, label=[3])),
        ("has no label in an array", packed_up(image=image, label=np.zeros(0, int))),
        ("has a label of 2**63", packed_up(image=image, label=np.uint64(2**63))),
        ("has a label of 2**64 - 1", packed_up(image=image, label=np.uint64(2**64 - 1))),
        ("has a date as label", packed_up(image=image, label=np.datetime64("2026-11-30"))),
    ]


def zip_headers(data):
    """Where the flags of its arrays stand in a zip file, at each array and in the list of all."""
    for mark, behind in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(mark)
        while at >= 0:
            yield at + behind
            at = data.find(mark, at + 1)


@pytest.mark.points(1)
def test_batches_of_all_kinds(student, rng):
    """Loader: sizes, kinds of order, what changes, what is refused"""
    for n, h, w, batch, kind in (
        *((1, 1, 1, 1, ""), (9, 3, 8, 4, "list"), (8, 8, 3, 4, "tuple"), (10, 5, 5, 3, "range"), (7, 2, 9, 7, "read-only")),
        *((7, 9, 2, 8, "strides"), (6, 1, 7, 1, "writable"), (13, 6, 1, 5, "u1"), (12, 4, 4, 5, "u8"), (12, 4, 4, 6, "i2")),
        *((300, 2, 3, 256, ""), (5, 40, 30, 2, ">i4"), (11, 3, 3, 10**15, "")),
    ):
        images = pixels(rng, h, w, n)
        images[0], images[-1] = 0, 255
        labels = rng.integers(-(2**62), 2**62, n)
        order = rng.integers(0, n, int(rng.integers(1, 2 * n + 1))) if n % 2 else rng.permutation(n)
        if kind == "range":
            order = np.arange(n)
        elif kind in ("u1", "u8", "i2", ">i4"):
            order = order.astype(kind)
        asked = order.tolist() if kind in ("list", "tuple") else order
        mean, std = rng.uniform(-2, 2, 3), rng.choice([1e-3, 0.01, 0.3, 1, 50], 3)
        normalise = [(mean, std), (mean.tolist(), std.tolist()), (tuple(mean.tolist()), std.astype("f8"))][n % 3]
        if n == 10:
            normalise = ([0, 1, -2], [1, 2, 3])
        found = student.given.batches(student.Loader, images, labels, batch, asked, normalise, kind)
        what = f"{len(order)} of {n} samples of {h} x {w}, {batch} at a time, {kind or 'an array'}"
        for got in (found["batches"], found["again"]):
            near(got, images, labels, batch, order, normalise, what)
        check.equal(found["length"], -(-len(order) // batch), f"len of a loader of {what}")
        check.that(found["sound"], f"all arrays should be C-contiguous, and one may write into them: {what}")
        check.that(found["apart"], f"batches should share no memory with each other, or with packed: {what}")
    images, labels = pixels(rng, 5, 4, 6), rng.integers(0, 9, 6)
    for kinds, normalise in (
        (("f2", "f2"), ([0.1, -0.2, 3], [0.01, 0.3, 300])),
        (("f4", "f4"), ([0.1, -0.2, 3], [0.01, 0.3, 300])),
        (("u1", "u1"), ([3, 0, 255], [1, 2, 200])),
        (("i1", "u1"), ([-128, 127, 1], [1, 2, 255])),
        (("i8", ">f4"), ([-3, 1000, 0], [1, 0.01, 2])),
    ):
        narrow = tuple(np.array(each, kind) for each, kind in zip(normalise, kinds, strict=True))
        found = student.given.batches(student.Loader, images, labels, 4, np.arange(6), narrow)
        near(found["batches"], images, labels, 4, np.arange(6), narrow, f"mean and std of {kinds}")
    for count in (0, 4):
        for order in ([], (), np.zeros(0, int), np.zeros(0, "u1")):
            got = student.given.no_batches(student.Loader, count, order)
            check.equal(got, ([], 0), f"the batches of an empty order of {count} images, and their number")
    what_is_refused(student)

    images, labels, order = pixels(rng, 3, 4, 10), rng.integers(0, 9, 10), rng.permutation(10)
    first, rest, third = student.given.abreast(student.Loader, images, labels, order)
    want = [labels[order[begin : begin + 2]].tolist() for begin in range(0, 10, 2)]
    check.equal(first, [want[0], want[1], want[0]], "labels of two ways through the same loader at the same time")
    check.equal((rest, third), (want[2:], want), "labels of the rest of the first one, and of another way afterwards")
    wrong = student.given.in_threads(student.Loader, pixels(rng, 12, 12, 40), np.arange(40), rng.permutation(40), 50)
    check.that(wrong == 0, f"{wrong} batches are wrong where two threads go through one loader at the same time")
    found = student.given.what_changes(student.Loader, images, labels, order)
    normalise = ([0.1, 0.2, 0.3], [0.5, 0.25, 0.125])
    check.close(found["first"], oracle(images, order[:3], normalise), rtol=1e-5, atol=1e-4, what="the first batch")
    check.equal(found["batches"][0][1], labels[order[:3]], "the labels of the first batch, when the others have been made")
    check.equal(found["batches"][0][0], np.full((3, 3, 3, 4), -1, "f4"), "a batch that was written over, when others are made")
    what = "batches for which order, mean and std have changed before, and the images on the way,"
    near(found["batches"][1:], found["images"], found["labels"], 3, order[3:], normalise, what)
    what = "batches of another loader, of the same objects, which hold other numbers,"
    near(found["later"], found["images"], found["labels"], 3, order[::-1], ([9.0] * 3, [9.0] * 3), what)
    for count, size, batch in ((60, 96, 10), (400, 32, 64)):
        peak, kept = student.given.memory_of_loader(student.Loader, count, size, batch, 11)
        most = 4 * batch * 3 * size**2 * 4 + (64 << 10)
        check.that(peak <= most, f"a loader held {peak:,} bytes, not {most:,} at most, for {batch} images of {size} x {size}")
        check.that(kept == 0, f"{kept} batches were still there when all was over, and nobody held them")


def oracle(images, chosen, normalise):
    mean, std = (np.array(each, "f8") for each in normalise)
    return ((images[np.array(chosen, "i8")] / 255 - mean) / std).transpose(0, 3, 1, 2).astype("f4")


def near(got, images, labels, batch, order, normalise, what):
    mean, std = (np.array(each, "f8") for each in normalise)
    largest = np.maximum(abs(mean), abs(1 - mean)) / std
    begins = range(0, len(order), batch)
    check.equal(len(got), len(begins), f"the number of batches: {what}")
    for pair, begin in zip(got, begins, strict=True):
        chosen = np.array(order[begin : begin + batch], "i8")
        check.kind(pair, tuple, f"a batch: {what}")
        check.equal(len(pair), 2, f"the number of things in a batch: {what}")
        want = oracle(images, chosen, normalise)
        check.array(pair[0], "f4", want.shape, f"images: {what}")
        for channel in range(3):
            atol = 1e-5 * float(largest[channel])
            check.close(pair[0][:, channel], want[:, channel], rtol=1e-5, atol=atol, what=f"channel {channel}: {what}")
        check.equal(pair[1], labels[chosen], f"labels: {what}")


def what_is_refused(student):
    make, fine = student.given.make_loader, ([0.5, 0.5, 0.5], [0.2, 0.2, 0.2])
    for batch in (0, -1, -100):
        with check.raises("ValueError"):
            make(student.Loader, 4, batch, np.arange(4), fine)
    for order in (np.array([0, -1]), np.array([4]), [0, 1, 2, 3, 4], [-4], np.array([255], "u1"), (2**40,), (-1, 0, 1)):
        with check.raises("IndexError"):
            make(student.Loader, 4, 2, order, fine)
    for order in ([0, 2**63], [2**64], (2**64 - 1, 0), [-(2**63) - 1], (0, 10**30), [-1, 2**63], np.array([2**63], "u8")):
        with check.raises("IndexError"):
            make(student.Loader, 4, 2, order, fine)
    with check.raises("IndexError"):
        make(student.Loader, 0, 2, [0], fine)
    for order in (np.array([[0, 1], [2, 3]]), np.array(2), [[0], [1]], 3):
        with check.raises("ValueError", *(["TypeError"] if isinstance(order, int) else [])):
            make(student.Loader, 4, 2, order, fine)
    for order in (np.array([0.0, 1.0]), [0.0, 1.0], np.array([True, False, True, False]), [True, False], np.zeros(0)):
        with check.raises("TypeError"):
            make(student.Loader, 4, 2, order, fine)
    odd = ([0.5, 0.5], [0.5] * 4, [], [[0.5], [0.5], [0.5]], np.zeros((1, 3)), [0.5, np.nan, 0.5], [np.inf, 0.5, 0.5])
    for bad in (*odd, [0.5, 0.5, -np.inf]):
        for normalise in ((bad, fine[1]), (fine[0], bad)):
            with check.raises("ValueError"):
                make(student.Loader, 4, 2, np.arange(4), normalise)
    for bad in ([0.0, 1, 1], [1, -0.0, 1], [1, 1, -1.0], [-1, -1, -1]):
        with check.raises("ValueError"):
            make(student.Loader, 4, 2, [0], (fine[0], bad))


@pytest.mark.points(1)
def test_reading_ahead_of_all_kinds(student, rng):
    """prefetch: odd items, errors, stopping early, threads"""
    given, prefetch = student.given, student.prefetch
    for depth in (1, 2, 50):
        same = given.odd_things(prefetch, depth)
        check.equal(same, True, f"whether None, exceptions, arrays come out as they are, depth {depth}")
        for count in (0, 1, depth, depth + 1, 3 * depth + 2):
            found = given.ends(prefetch, count, depth)
            check.equal(found, (list(range(count)), 0, []), f"{count} items, threads after them, what comes then ({depth})")
        for at in (-1, 0, 1, depth, depth + 1, 2 * depth + 3):
            wrong = given.errors(prefetch, depth, at)
            check.that(not wrong, f"errors, depth {depth}: {wrong}")
    kinds = [[3, 1], [4, 1], [0, 1], ["a", "b"], [5], [7, 8], [9, 10], [99], [], [1, 2, 3]]
    check.equal(given.of_kinds(prefetch), kinds, "items of a list, a tuple, a range, a str, a dict, a map … and an iterator")
    with check.raises("TypeError"):
        given.everything(prefetch, 3, 1)
    for depth in (0, -1):
        for iterable in ([1], 3):
            with check.raises("ValueError", *(["TypeError"] if iterable == 3 else [])):
                prefetch(iterable, depth)
    check.equal(given.error_in_its_place(prefetch), ([0, 1, 2], "LookupError"), "what comes before an error, and the error")
    readers = [(depth, take, given.read_ahead.start(prefetch, depth, take)) for depth in (1, 2, 5) for take in (1, 4)]
    prompt = [given.handed_out_at_once.start(prefetch, depth, item) for depth in (1, 3) for item in (0, 2)]
    for depth, take, reader in readers:
        found, what = reader.result(), f"while item {take - 1} is held, depth {depth}"
        check.equal(found["taken"], list(range(take)), "the first items")
        check.that(found["done"] >= depth, f"{found['done']} items are read ahead {what}")
        check.that(found["begun"] <= depth + 1, f"{found['begun']} items are read ahead {what}; {depth + 1} are allowed")
        check.equal((found["readers"], found["mine"]), (1, False), "the number of threads that read, and whether one was mine")
        check.equal(found["most_at_once"], 1, "how many items were being read at the same time")
    in_time = all(each.result() for each in prompt)
    check.that(in_time, "an item was there, and was handed out only when others had been read, too")
    for how in ("close", "drop"):
        found = given.untouched(prefetch, how)
        check.equal(found, (0, 0, 0), f"items read, and threads, before anybody asked, and threads then ({how})")
        early, threads = given.closes_while_reading(prefetch, how)
        check.that(not early, f"it was given up while an item was being read, and that was not waited for ({how})")
        check.equal(threads, 0, f"threads left where it was given up while an item was being read ({how})")
    for depth, take in ((1, 1), (4, 2)):
        left = given.still_there(prefetch, depth, take)
        check.that(left == 0, f"{left} items are still there after close, though they were to be dropped")
    for depth, take, count in ((1, 1, 0), (3, 2, 0), (2, 5, 6), (4, 3, 3), (1, 2, 50), (10, 1, 5)):
        for how in ("close", "full", "break", "drop"):
            found = given.stops_early(prefetch, depth, take, count, how)
            what = f"after {take} of {count or 'endless'} items, depth {depth} ({how})"
            check.equal(found["taken"], list(range(take)), f"the items {what}")
            check.equal((found["threads"], found["after"]), (0, []), f"threads left, and items that came later, {what}")
            check.that(found["read"] <= take + depth + 3, f"{found['read']} items were read {what}")
            check.equal(found["read later"], 0, f"items that were read when all was over, {what}")
    first, second, left = given.two_at_once(prefetch)
    check.equal((first, second), (list(range(9)), list(range(100, 109))), "the items of two at the same time")
    check.equal(left, 0, "threads left after a prefetch of a prefetch of a prefetch that was given up")
    images, labels = pixels(rng, 3, 4, 10), rng.integers(0, 9, 10)
    files = [(f"{i}.npz", packed_up(image=images[i], label=labels[i])) for i in range(10)]
    got = given.to_the_model(student.pack, student.Loader, prefetch, files, 2)
    near(got, images, labels, 4, np.arange(10)[::-1], ([0, 0, 0], [1, 1, 1]), "batches from files, read ahead")
