"""m5.e4: the slow factory. Its results have to stay the same; everything else may change.

given_e4 has the program, `given_e4.run`, some 200 lines: it makes a cloud of points from a model, sends it through its
machines in every shift, counts, and meanwhile the crew works, the kettle boils and the screen in the hall shows pictures. It
is right. Look where its time goes (m5.e2), change one thing, look again. numpy and numba are all you need; you may copy and
call whatever is in given_e4.
"""

from typing import Any


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """What given_e4.run returns for the same order: a dict with nine keys. This is what races, against given_e4.run.

    An order is four ints: seed from 0 to 2**64 - 1, the others 0 or more, and there are triangles * samples points. Anything
    else is refused with a ValueError, whether its value would do or not: a negative number, a larger seed, a bool, a float, a
    numpy integer, None, text.

        "centres"     float64 of shape (iterations, 3): the middle of all points, after the machines of each shift
        "radii"       float64 of shape (iterations,): how far from the centre a point is, on average
        "histogram"   int64 of shape (iterations, 16): how many points are how far, in sixteenths of the largest radius
        "parcels"     int64 of shape (iterations,): in how many different parcels the points go
        "tickets"     int64 of shape (iterations,): the total of the gizmos
        "done"        int64 of shape (24,): what each of the crew has done
        "kettle"      float64 of shape (100 * iterations,): the temperatures, in the order of time
        "picture"     uint8 of shape (48, 64): what the screen shows in the last shift; all 0 where there was none
        "report"      str: a line for each shift

    Integers, the picture and the report are exactly those of given_e4.run, floats agree to 1e-9 of their value and 1e-12: so
    sums may be added up in another order, and not in float32. Where there are no points, or no shifts, the answer is given_e4's
    as well; without shifts also where the points would fit into no memory. Every call has new arrays of its own, also where
    they are full of zeros, and gives the same whatever was asked before and whatever became of earlier answers. Nothing is
    printed, and no thread of Python's threading goes on after the answer. (Where a point lies so near a border between two
    sixteenths or parcels that rounding decides, nobody asks.)

    A large order, 400,000 points in 6 shifts, has to be done in 4 seconds (given_e4 takes minutes), whether there are many
    triangles or many samples; so has one of 5,000 shifts with 3 points. What the machine does for others does not count. An
    order may take 72 bytes for a point at its worst moment, and as many for a triangle, and 4 MiB besides: that is three arrays
    of float64 like the one of the points, and one of all corners. The race has 120 triangles, 10 samples and 8 shifts, and
    another seed each time.
    """
    raise NotImplementedError
