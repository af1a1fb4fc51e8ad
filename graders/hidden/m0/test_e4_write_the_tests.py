import pytest

from graders.judge.rejections import Rejections

pytestmark = pytest.mark.exercise("m0.e4")

DECODE = """
def decode(pairs):
    return [value for value, count in pairs for _ in range(count)]
"""
ENCODE = """
def right(values, limit=255):
    pairs = []
    for value, run in groupby(values):
        n = len(list(run))
        pairs += [(value, limit)] * (n // limit) + [(value, n % limit)] * (n % limit > 0)
    return pairs
"""
HALVES = """
def encode(values):
    pairs = []
    for value, run in groupby(values):
        n = len(list(run))
        k = -(-n // 255)
        pairs += [[value, n // k + (part < n % k)] for part in range(k)]
    return pairs

def decode(pairs):
    return tuple(value for value, count in pairs for _ in range(count))
"""
LAST_FIRST = """
def encode(values):
    pairs = ()
    for value in reversed(values):
        if pairs and pairs[0][0] == value and pairs[0][1] < 255:
            pairs = ((value, pairs[0][1] + 1), *pairs[1:])
        else:
            pairs = ((value, 1), *pairs)
    return pairs
"""
RIGHT = {"runs in equal halves": HALVES, "from the end": LAST_FIRST + DECODE}
FAULTY = {
    "256 in the last pair of a long run": ENCODE
    + DECODE
    + "def encode(values):\n    pairs = right(values)\n    for k in range(1, len(pairs)):\n"
    + "        value, rest = pairs[k]\n        if pairs[k - 1] == (value, 255) and 1 < rest < 255:\n"
    + "            pairs[k - 1 : k + 1] = [(value, rest - 1), (value, 256)]\n    return pairs",
    "drops a last pair of one value": ENCODE
    + DECODE
    + "def encode(values):\n    pairs = right(values)\n    return pairs[:-1] if pairs and pairs[-1][1] == 1 else pairs",
    "more pairs for long runs than are needed": ENCODE
    + DECODE
    + "def encode(values):\n    pairs = []\n    for value, run in groupby(values):\n"
    + "        n = len(list(run))\n        k = max(1, n // 128)\n"
    + "        pairs += [(value, n // k + (part < n % k)) for part in range(k)]\n    return pairs",
    "nothing comes of a tuple": ENCODE
    + DECODE
    + "def encode(values): return right(values) if isinstance(values, list) else ()",
    "decode counts down in the pairs": ENCODE
    + "def encode(values): return [list(pair) for pair in right(values)]\n"
    + "def decode(pairs):\n    out = []\n    for pair in pairs:\n        out += [pair[0]] * pair[1]\n"
    + "        if isinstance(pair, list):\n            pair[1] = 0\n    return out",
    "decode skips what encode would have put together": ENCODE
    + "encode = right\n"
    + "def decode(pairs):\n    out, last = [], (None, 255)\n    for value, count in pairs:\n"
    + "        if value != last[0] or last[1] == 255:\n            out += [value] * count\n"
    + "        last = value, count\n    return out",
    "an empty run for no values": ENCODE + DECODE + "def encode(values): return right(values) or [(0, 0)]",
    "values below 0 are 0": ENCODE + DECODE + "def encode(values): return right([max(v, 0) for v in values])",
}


@pytest.fixture(scope="module")
def rejections(student):
    given, sources = student.given, RIGHT | FAULTY
    return Rejections(
        lambda name: given.tried(student.properties, name, sources[name]),
        lambda: given.changes_its_lists(student.properties),
        list(RIGHT),
        list(FAULTY),
    )


@pytest.mark.points(3)
def test_five_others(rejections):
    """two others that are right are accepted, five of eight other faulty ones rejected"""
    rejections.at_least(5)


@pytest.mark.points(1)
def test_six_others(rejections):
    """six other faulty ones rejected"""
    rejections.at_least(6)


@pytest.mark.points(1)
def test_seven_others(rejections):
    """seven other faulty ones rejected"""
    rejections.at_least(7)


@pytest.mark.points(1)
def test_all_eight_others(rejections):
    """all eight other faulty ones rejected"""
    rejections.at_least(8)
