"""m5.e5: feeding the model: a thousand small files become one, batches come out of it, and are made while the model works.

numpy, zipfile and threading are all you need, and numba if you like. given_e5 has the packed file, Packed, and samples to try:
python assignments/m5/given_e5.py samples 200 makes a folder of them. No function changes what it is given.

A sample is a file whose name ends in .npz, as np.savez_compressed writes it, with
    image    uint8 of shape (h, w, 3), h and w 1 or more; in C order or in Fortran's
    label    an array of no dimensions, of any integer dtype, whose value fits into int64
It may hold other arrays, which nobody looks at. It comes from a stranger: nothing in it may be unpickled.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from given_e5 import Packed

_Three = Sequence[float] | np.ndarray


def pack(folder: str | Path, target: str | Path) -> Packed:
    """Read all samples of a folder once, write them into one file, target, and return given_e5.open_packed(target).

    The packed file holds the bytes of all images in C order, one image behind the other and nothing in between, and then
    given_e5.index_of(shape, labels, names). The samples come in the order of their names, which is Python's order of strings.
    names are those of the files, as "0001.npz", without their folder. Left out are files with other endings, names that begin
    with a dot, and folders, whatever is in them.

    The folder of target exists. If target is a file already, it is written anew, whatever was in it. The folder is
    read at every call.

    FileNotFoundError if there is no such folder; ValueError if it holds no sample. A sample that is not what it should be is a
    ValueError, too, and the message names its file: one that is cut, empty, no zip file or damaged (in whatever byte), without
    image or label, of another dtype or shape, and one whose image has another shape than the first. A bool is no label, and
    neither is a float. Of several bad ones any may be named. After an error target is what it was before, or still not there,
    and no other file is left anywhere.

    Memory: at most 8 images as large as the largest one in the folder, 512 bytes for each sample (its name is short) and
    256 KiB, however many samples there are, and however large their other arrays. tracemalloc looks at it.
    """
    raise NotImplementedError


class Loader:
    """Goes through samples in batches, as often as somebody asks. A batch is (images, labels):

    images   float32 of shape (b, 3, h, w), C-contiguous: (value / 255 - mean) / std, where mean and std are those of its
             channel. It may be off by a hundred-thousandth of the largest absolute value that is possible in the channel.
    labels   int64 of shape (b,): those of the same samples

    Both arrays are new, and yours: no batch shares memory with any other, nor with packed, and you may write into them.

    A batch is made when it is asked for, not before, out of what packed.images and packed.labels hold then. At most 4
    batches are there at a time: 3 and the one before, which you still hold; and 64 KiB, in which your copy of order does not
    count. tracemalloc looks at it. When you have come to the end, the loader keeps none.

    The race: 600 images of 32 x 32, shuffled, in batches of 64, that a small model looks at, against given_e5.with_numpy.
    """

    def __init__(self, packed: Packed, batch: int, order: Any, normalise: tuple[_Three, _Three]) -> None:
        """What a batch is made of.

        batch      how many samples there are in a batch, an int, 1 or more; the last one has what is left
        order      which samples, and in which order: a numpy array with one dimension, any integer dtype and any strides,
                   or a list, a tuple or a range of ints. It need not have all of them, and may have some more than once. If
                   it is empty, also if that is an empty list, there are no batches.
        normalise  (mean, std): each three numbers, one for each channel, in an array of any integer or float dtype, also a
                   narrow one, a list or a tuple

        What happens to order, mean and std afterwards does not matter. packed may be read-only; it may also have no images.

        Refused here, before any batch: with ValueError a batch below 1, an order of two dimensions or none, mean or std that
        are not three numbers, infinities and NaN in them, and a std that is 0 or less; with IndexError a number in order that
        is below 0, or not below the number of images, however large; with TypeError an order of floats or bools, also an empty
        array of them. Where two things are wrong at once, or order is a number alone, either error will do.
        """
        raise NotImplementedError

    def __len__(self) -> int:
        """How many batches there are."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """A new way through all batches from the first on.

        Several of them at a time do not get into each other's way, also in several threads.
        """
        raise NotImplementedError


def prefetch(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """The same items in the same order, read ahead by a thread while you do something else: an iterator with a method close.

    Items may be anything, also None, an exception, or an array, which cannot be compared by ==. iterable may be endless.

    Nothing is read, and there is no thread, before the first item is asked for. From then on one thread, which is not yours,
    reads all items. An item is handed out as soon as it is there, even if the next one takes for ever. While you hold one,
    depth more are read, and wait; the thread may hold one more that it has read, and reads no other. So at most depth + 1
    items are read ahead, and at least depth, if there are so many and you take your time.

    What iterable raises, at the beginning or later, arrives here in its place, behind all items that came before it: the same
    object, whatever it is, also SystemExit or any other BaseException. After it, or after the last item, there are no more.

    No thread is left when the end, or the error, has come out; and when you stop early: by close(), or because nobody holds
    the iterator any more. Then the item that is being read is waited for, however long that takes, and perhaps one more, but no
    third; what is still there is dropped, also if you go on holding the iterator, and close() comes back when the thread has
    ended. After it there are no more items. Closing twice, or before the first item, is no mistake. prefetch(prefetch(…), …) is
    possible, and of it no thread is left either, unless you hold the inner one.

    ValueError, at the call and not at the first item, for a depth below 1.
    """
    raise NotImplementedError
