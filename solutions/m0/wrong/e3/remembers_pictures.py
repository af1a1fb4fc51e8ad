"""caught by m0.e3.hidden: keeps its pictures for the next time, though the caller may write to them."""

import functools

escape_time = functools.lru_cache(maxsize=4)(escape_time)
