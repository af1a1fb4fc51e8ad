"""m5.e9: a network with fewer units and fewer bits that gives, nearly always, the same answer.

numpy is all you need. A network is a list of layers as given_e9 describes it, and given_e9.run says what it answers. Every
network that you are given is one that run can take; its last layer is dense, its numbers are finite, no layer has more than
10,000 inputs or units, and its layers come in any order. No function changes what it is given, and nothing of an answer shares
memory with it. x are pictures, the rows of an array of float32 of shape (n, inputs), perhaps read-only, and with any strides.
Where the rules below say ValueError, a network and pictures whose widths do not fit raise it, too. Infinities and NaN in x
raise ValueError, another dtype, or what is no numpy array, TypeError; where two things are wrong at once, either error will do.
0.0 and -0.0 are the same.
"""

import numpy as np
from given_e9 import Network, Pictures


def fold(network: Network) -> Network:
    """A new network with the same answers, in which every norm that comes right behind a dense layer has become part of it.

    A second norm behind the first one is right behind the dense layer then, and goes the same way. A norm elsewhere, such as
    one behind a relu, stays where it is, and everything else does, too. Without any norm the answer is a copy; so is that of
    an empty list. A gain may be 0 or negative, a variance 0. All arrays are float32. An output may be off by
    1e-4 of itself and 1e-5 of the largest absolute output.
    """
    raise NotImplementedError


def without_units(network: Network, layer: int, keep: np.ndarray, x: np.ndarray) -> Network:
    """A new network in which the dense layer network[layer] has only the units in keep; what goes is replaced by its mean.

    The columns of W, b, and what belongs to them up to the next dense layer: the numbers of norms, and rows of the next W. All
    that the next dense layer gets from a unit that goes are its values, one per picture; instead it gets their mean over x,
    the same for every picture, so its b takes that in. Means are taken in double precision. Nothing else changes; in
    particular, no norm is folded. An output may be as far off as with fold.

    keep is an array of int64 of one dimension, ascending, none twice, none below 0; it may be empty, and may be all units.
    Another dtype, or a list, raises TypeError. Refused with a ValueError are: any other keep; a `layer` that is not from 0 to
    len(network) - 1, is not a dense layer, or has no other dense layer behind it; an x without any picture, or with pictures of
    another width.
    """
    raise NotImplementedError


def shrink(network: Network, data: dict[str, Pictures]) -> bytes:
    """All of a smaller network that predict needs, in as few bytes as you can, in a format of your own.

    data has the parts "training", "validation" and "test", each of them pictures and their classes: x (n, inputs) and y (n,),
    int64. Training and validation have 1,000 pictures or more. The network has learnt the training part by heart. The test part
    is for report alone: it may hold anything, or be None, and no byte depends on it. Nor on anything else but network and data:
    asked again, you give the same bytes.

    What you may lose: on pictures of the same kind that you have never seen, 1 percentage point of accuracy at most, compared
    with the whole network. The tests have 8,000 of them, so an honest 0.5 there may be 0.3 or 0.7. That holds for any network.
    On the validation part chance does the same: whoever allows less than 0.5 there may find no network that is light enough.

    What it may weigh: at most an 18th of given_e9.size(network) for what given_e9.train makes of 2,000 pictures or more of this
    kind in 16 epochs or more, with its own widths and part. (For trained(), of 290,336 bytes, that is 16,129.) For any other
    network at most given_e9.size(network) + 1000; if it has more than 20 layers, nobody looks.

    You may do whatever you like, also train, even another, small network from the beginning, within the limit of 15 seconds on
    a machine of its own. The pictures of the tests are not always those of given_e9.pictures: pixels may lie in another order,
    and classes may have other numbers.
    """
    raise NotImplementedError


def predict(small: bytes, x: np.ndarray) -> np.ndarray:
    """The classes of n pictures, int64 of shape (n,), from what shrink returned, and from nothing else.

    It may be called in another process, which has never seen the network. n may be 0. What a picture is does not depend on
    those beside it, but for rounding. Numbers in x are up to 1e6 in the tests. An x of another width, or which has not two
    dimensions, raises ValueError; so do bytes of shrink of which the end is missing. A text, a list, an array or None instead
    of bytes raises TypeError.

    The race has 1,000 pictures, and what shrink makes of trained(); it is against given_e9.whole_network, so masks do
    not help: what is multiplied by 0 takes its time.
    """
    raise NotImplementedError


def report(network: Network, small: bytes, data: dict[str, Pictures]) -> dict[str, float]:
    """What you can say about the smaller network: {"bytes": …, "before": …, "after": …, "lost": …}.

    "bytes" is the length of small, an int. "before" and "after" are the per cent of the test part that the network and predict
    get right, Python's floats, and "lost" is what the second one is lower, in percentage points; negative if it is higher. If
    the test part has no pictures, there is nothing to say: ValueError. The other parts may be anything, also None.
    """
    raise NotImplementedError
