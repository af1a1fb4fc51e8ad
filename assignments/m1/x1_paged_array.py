"""m1.x1: an array that is larger than memory. Pages of it come from a file when needed, and the one used longest ago goes.

given_x1.read_page is the only way to the file here: the tests count what you read, and how many pages you keep.
"""

import numpy as np


class Paged:
    """The numbers in a file as an array. No more than a few pages of them are ever in memory, and no other array uses these."""

    hits: int
    """How often a page was wanted that was in memory already."""

    misses: int
    """How often a page was wanted that had to be read."""

    def __init__(self, path: str, n: int, page: int, capacity: int) -> None:
        """The n (0 or more) int64 in the file at path, `page` on each page (fewer on the last one); nothing is read yet.

        At most `capacity` (1 or more) pages are kept. When there are as many and another one is wanted, the one whose
        last use is longest ago is forgotten first, and then the other is read: there is no room for both, not even for a
        moment. Being wanted by take is a use, too, in the order in which take wants the pages. A page stays in memory as
        long as some variable holds it.
        """
        raise NotImplementedError

    def __len__(self) -> int:
        """n."""
        raise NotImplementedError

    def __getitem__(self, i: int) -> int:
        """Element i (an int of any size) as a Python int; wants one page. As in a list, -1 is the last one.

        Raises IndexError beyond the ends, and wants no page then.
        """
        raise NotImplementedError

    def take(self, indices: np.ndarray) -> np.ndarray:
        """The elements at `indices` (int64 of shape (m,), in any order, also more than once, or none), as int64 of shape (m,).

        `indices` stays as it was, and the answer is a new array: who writes to it changes no page.
        Wants each page once, however many of its elements: first those pages that are in memory when take is called, then
        the others, both by ascending number. Indices as for a single element; if one is wrong, take raises IndexError and
        wants no page at all.
        """
        raise NotImplementedError
