"""m5.x3: speculative, but exact. A small model guesses some tokens, and the large one says of all at once what it thinks.

A large model that reads five tokens takes hardly longer than for one: it waits for its weights either way. So a small model
writes a draft of a few tokens, and the large one reads it in one call. Some of it is accepted, the rest is thrown away, in such
a way that nobody can tell: every answer is exactly as likely as if the large model had written it alone, token by token,
whatever the small one is like. It only gets cheaper. That it is exact is asked first, and then how many calls it took.

given_x3.py has two transformers in numpy, and Reader, through which you use them. A reader has `vocabulary`, `places`, `length`
(how many tokens it has read), `read(tokens)`, which returns for each of these how likely every token is to come right behind
it, and `forget(length)`. What it has read stays, until you let it forget. numpy is all you need.
"""

import numpy as np
from given_x3 import Reader


def speculate(
    large: Reader, small: Reader, prompt: np.ndarray, count: int, drafts: int, rng: np.random.Generator
) -> np.ndarray:
    """The next `count` tokens behind the prompt, int64 of shape (count,), each drawn as the large model says.

    How likely a token is to come next is what the large model says of the prompt and all tokens of the answer before it, as in
    given_x3.one_by_one. The small one may say 0 where the large one does not, and the other way round. All chance comes from
    the state of rng, whatever bit generator it has: once rng.bit_generator.state is put back, the answer is the same. (Children
    of rng, by rng.spawn, will not do: their number is kept elsewhere.) What you draw, and in which order, is up to you.

    The readers may have read anything before, for example another prompt: it does not count. When you return, each of them
    knows the beginning of prompt and answer, or all of it, or nothing; also one that was not needed, for 1 token or 0 drafts.
    Prompt and answer together may have as many tokens as there are places, so do not let them read beyond.

    A round is one call of the large model, which reads at most `drafts` guesses, besides what is known to be in the answer. So
    it reads len(prompt) + drafts tokens at most in its very first call, and drafts + 1 in each of the others. The prompt may
    have a call of its own, before the first round. Of a guess that the small model makes with probability q, and to which the
    large one gives p, as much as can be is accepted: min(1, p / q); and every round gives one token more than it accepts. This
    is counted:

    - Where both models always agree: ceil(count / (drafts + 1)) calls of the large one, and one more, at most.
    - For models like those of given_x3.pair, 40 tokens and 4 drafts, over 24 answers: 1.12 times the rounds that this takes on
      average, and one call for each answer; that is about 0.5 calls of the large one for each token. The small one is called
      drafts + 1 times for each call of the large one at most.

    drafts may be 0, or larger than count. Where count is 0, nothing is read, and the readers may keep or forget what they know.
    The prompt may be read-only and have any strides, and is not changed. Before anything is read, forgotten or drawn, these are
    refused: with a TypeError, a prompt that is no numpy array of int64; with a ValueError, a prompt that has not one dimension,
    has no tokens, or tokens that do not exist, count or drafts below 0, readers with different vocabularies, and more tokens,
    prompt and answer together, than one of the two has places. Where two things are wrong at once, either error will do.
    """
    raise NotImplementedError
