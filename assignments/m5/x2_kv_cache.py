"""m5.x2: KV cache. A language model writes one token after the other, and looks at all tokens before it each time.

given_x2.py has a small transformer in numpy: what a model is made of, and what it computes, logits(model, tokens). Row i of the
logits depends on the tokens 0 to i only. So do the keys and values of token i, in every layer: they can be kept, and a new
token costs as much as one token costs, not as much as all of them. numpy is all you need.

Tokens are numpy arrays of int64 with one dimension, each from 0 to vocabulary - 1. They may be read-only and have any strides.
Another dtype, or something that is no numpy array, raises TypeError; another number of dimensions, a token that does not
exist, or more tokens in all than model["places"] has rows, raise ValueError. Models are as given_x2 says, with finite weights,
and one or more of everything; arrays may be read-only and have any strides. No function changes what it is given, every answer
is new, and whoever gives you tokens may write other ones into the array when you have returned.
"""

import numpy as np
from given_x2 import Model


class Cache:
    """What there is to know of some tokens: keys and values in all layers. Caches know nothing of each other.

    As long as somebody uses a cache, the weights of its model stay as they are.

    Memory: keys and values of as many tokens as there are places are 8 * layers * context * heads * w bytes, in given_x2's
    names, where context is the number of places. A cache that was filled token by token holds 1.75 times that and 64 KiB at
    most, without the model, and 2.5 times that and 64 KiB at the worst moment of filling it: for any number of places.
    """

    length: int
    """How many tokens it knows."""

    def __init__(self, model: Model) -> None:
        """A cache that knows no tokens yet, length 0."""
        raise NotImplementedError

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        """The tokens come behind those that the cache knows, and it knows them from now on, too.

        Returns their logits, float32 of shape (len(tokens), vocabulary): the rows of logits(model, all tokens so far) that are
        theirs. A number may be off by a thousandth of itself and a ten-thousandth of the largest absolute value among them. No
        tokens give no rows. An error leaves the cache as it was: what was refused, it does not know, and it can go on.
        """
        raise NotImplementedError

    def cut(self, length: int) -> None:
        """Forget all tokens but the first `length`, a Python int. After this, it is as if the others had never come.

        Raises ValueError, and forgets nothing, if length is below 0, or more than the cache knows.
        """
        raise NotImplementedError


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    """The next `count` tokens, a Python int, behind the prompt; int64 of shape (count,), the same as given_x2.again.

    Each is the one whose logit is largest, after the prompt and those before it; of equal ones, that with the smallest number.
    Where rounding decides, because two logits differ by less than a ten-thousandth of the largest absolute value in their row,
    either will do.

    Raises ValueError if the prompt is empty, count is below 0, or prompt and answer together have more tokens than there are
    places; for a count of 0 all of this holds as well. Nothing is kept for the next call: it may be for another model, also
    one whose weights were written into the same arrays.

    The race has 50 words, 2 layers of 4 heads, d = 128, w = 32, wide = 256, 256 places, a prompt of 96 tokens, and 64 new ones.
    It is against given_x2.again.
    """
    raise NotImplementedError
