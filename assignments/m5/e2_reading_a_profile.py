"""m5.e2: reading a profile. Where is the time spent, who is to blame, and what part of it is the profiler's own?

A counting profiler such as cProfile writes what it saw into a file. `python -m cProfile -o my.pstats my_program.py` makes one
of your own program. marshal.load of such a file gives a dict, and so does pstats.Stats(path).stats:

    {function: (primitive calls, calls, own seconds, cumulative seconds, callers)}

A function is a tuple (file, line, name). Its calls are all of them; primitive ones are those that it did not make itself while
it ran, directly or by others. Own seconds are those spent in it, but not in what it called; cumulative ones are both.
callers is a dict, too: who called it, and of these calls alone the same four numbers, calls first:

    {function: (calls, primitive calls, own seconds, cumulative seconds)}

All calls are ints, all seconds floats or ints. What comes from C has ("~", 0, "<built-in …>") for a name; two functions may
have the same name, or the same name and file.

path is a str or a Path. The file is read at every call: next time there may be something else in it. A file that does not exist
is FileNotFoundError. One that is no such profile is ValueError: empty, cut, plain text, compressed (of these marshal makes
errors of many kinds, also MemoryError), or anything else that marshal can read but that has other keys or values than shown
above. A dict of no functions is a profile of nothing.

Seconds that you return are Python floats, or ints where the file has ints; lists are new. What is largest comes first, and of
equal ones the function that is smaller as a tuple. At most n items come back, fewer where there are no more; n is an int, 0 or
more, and ValueError for anything below.
"""

from pathlib import Path

Function = tuple[str, int, str]


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    """The n functions with the most of what key says, each with its number: [(function, number), …].

    key     "own" or "cumulative", in seconds; or "calls", all of them, an int. ValueError for any other key.
    """
    raise NotImplementedError


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    """Who is to blame for this function: all who call it, each with the cumulative seconds of the calls from there.

    A function that calls itself is not its own caller here: that is left out. Nobody calls it: []. ValueError for a function
    that is not in the profile.
    """
    raise NotImplementedError


def without_profiler(path: str | Path, cost: float, n: int) -> list[tuple[Function, float]]:
    """The n functions with the most own seconds, when each of all its calls has cost the profiler so many seconds.

    That is own seconds less cost * calls, never below 0.0, and off by at most 1e-9 of the own seconds: [(function, seconds),
    …]. (Two functions whose answers differ by rounding alone are not asked.) cost is a float or an int, finite, 0 or more;
    ValueError for any other.
    """
    raise NotImplementedError


def answers() -> dict[str, str]:
    """What you read in three profiles and in one table of lines: strings, of a function the name alone.

    `python assignments/m5/given_e2.py FOLDER` writes shop.pstats, tree.pstats, server.pstats and lines.txt into a folder. Look
    at them with the functions above, with `python -m pstats`, or with a viewer. Keys and questions:

    "shop own"          in shop.pstats: which function has the most own seconds?
    "shop cumulative"   which one the most cumulative seconds, but for <module> and main, which everything is a part of?
    "shop calls"        which one has the most calls?
    "tree cumulative"   in tree.pstats: which one has the most cumulative seconds, but for <module> and main?
    "tree at most"      how many times as fast does the whole program get, at most, if only the function with the most own
                        seconds gets faster, however much? The cumulative seconds of <module> are the whole. One decimal: "1.5"
    "server own"        in server.pstats: which function has the most own seconds?
    "server really"     and which one if the profiler cost half a microsecond for each call?
    "server blame"      whose calls of loads took most of its seconds?
    "lines first"       in lines.txt: the number of the line to change first. It is the one where most can be saved without
                        another answer: work whose result is the same in every round of the loop
    """
    raise NotImplementedError
