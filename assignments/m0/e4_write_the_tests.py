"""m0.e4: say what must hold. This time you write the tests, and we write the code that they test: a run-length code.

encode(values) turns ints into pairs (value, count), one for each run of equal values: [7, 7, 7, 5] becomes [(7, 3), (5, 1)].
decode(pairs) turns them back. Each of the following is promised to you, and each must be kept:

- values are any ints, in a list or a tuple, perhaps none. What comes back from decode(encode(values)) are these values again.
- In every pair the count is at least 1 and at most 255.
- There are as few pairs as possible: none for no values, one for each run of up to 255, two for a run of up to 510, and so on.
  How a longer run is cut is free: 300 times 7 may be (7, 255), (7, 45) or (7, 45), (7, 255) or (7, 150), (7, 150).
- decode takes any pairs, each a list or a tuple, in a list or a tuple. Their counts are 1 to 255; encode may never make such.
- Nobody changes what it is given, neither encode nor decode, nor a pair in it.
- What is returned may be a list or a tuple, and so may each pair in it; all of them return such, with ints in it, also those
  that are wrong. So compare list(…) with list(…).

given_e4 has two functions that are right and eight that are not; read it. Others of both sorts are tried when you submit: they
break the same sentences in ways that are harder to see. None of them raises anything while it is given what it is promised.
"""

from collections.abc import Callable, Sequence

Values = Sequence[int]
Pairs = Sequence[Sequence[int]]


def properties(encode: Callable[[Values], Pairs], decode: Callable[[Pairs], Values]) -> None:
    """Returns None where encode and decode keep what is promised above, and raises AssertionError where they do not.

    It is called with two right and eight faulty implementations. To raise AssertionError is to reject, nothing else is: any
    other exception, in your code or from hypothesis, rejects nobody. Whoever rejects a right one gets nothing for the faulty
    ones. Points begin with five rejected faulty ones of eight. For each of the ten there are 2 seconds, that is 20 in all.

    Define a function inside, decorate it with @given(…) from hypothesis, and call it. Here hypothesis tries the same examples
    every time, as many as its settings say (100), has no deadline for one example, and does not look for the smallest failure.
    """
    raise NotImplementedError
