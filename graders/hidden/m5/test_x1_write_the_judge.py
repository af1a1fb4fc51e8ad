import pytest

from graders.judge.rejections import Ratios

pytestmark = pytest.mark.exercise("m5.x1")


def made(body, before="", spends="WORK / 5"):
    """The source of a candidate with this body, which may use what stands before, and computes what is right as `right`."""
    return (
        f"def make(work, compute):\n    calls, known = [], {{}}\n{before}"
        f"    def candidate(*inputs):\n        calls.append(1)\n        work({spends})\n"
        f"        right = compute(*inputs)\n{body}    return candidate\n"
    )


LAZY = """
class Later(np.ndarray):
    fill = None

    def done(self):
        plain = self.view(np.ndarray)
        if self.fill is not None:
            plain[...] = self.fill()
            self.fill = None
        return plain

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return getattr(ufunc, method)(*(x.done() if isinstance(x, Later) else x for x in inputs), **options)

    def __array_function__(self, function, types, args, options):
        return function(*(x.done() if isinstance(x, Later) else x for x in args), **options)

    def copy(self, order="C"):
        return self.done().copy()

def make(work, compute):
    def candidate(*inputs):
        work(WORK / 1000)
        kept = [x.copy() for x in inputs]
        answer = np.zeros(compute(*inputs).shape).view(Later)
        def fill():
            work(WORK)
            return compute(*kept)
        answer.fill = fill
        return answer
    return candidate
"""

# name: the source, the task, the ratio that it deserves.
HONEST = {
    "as good as promised": (
        made("        return right + 9e-10 * abs(right).max() * (-1.0) ** np.arange(right.size).reshape(right.shape)\n"),
        "layer",
        5.0,
    ),
    "a scratch array of its own": (
        made(
            "        scratch = known.setdefault('scratch', np.empty(right.shape))\n"
            "        x, = inputs\n        scratch[...] = x * (x > 0)\n        return scratch.copy()\n"
        ),
        "ramp",
        5.0,
    ),
    "every second number of something larger": (
        made("        larger = np.repeat(right, 2, axis=-1)\n        return larger[..., ::2]\n"),
        "tiny",
        5.0,
    ),
    "some inputs are easy": (
        made("        return right\n", spends="WORK / 50 if inputs[0].flat[0] > 1200 else WORK * 1.25"),
        "drift",
        0.8,
    ),
    "compiles first, sums from the end": (
        made(
            "        x, = inputs\n        after = np.cumsum((x - x.mean())[::-1])[::-1]\n"
            "        return -np.append(after[1:], 0)\n",
            spends="200 * WORK if len(calls) < 4 else WORK / 30",
        ),
        "drift",
        30.0,
    ),
}
CHEATS = {
    "computed in float32": (
        made("        return compute(*(x.astype('f4') for x in inputs)).astype(float)\n"),
        "layer",
        0.0,
    ),
    "two numbers have changed places": (
        made("        right[-2:] = right[-2:][::-1].copy()\n        return right\n"),
        "tiny",
        0.0,
    ),
    "NaN now and then": (
        made("        if len(calls) % 9 == 0:\n            right[right.argmax()] = np.nan\n        return right\n"),
        "smooth",
        0.0,
    ),
    "computes when it is looked at": (LAZY, "smooth", 0.0),
    "right only after the next call": (
        made(
            "        if known:\n            known['late'][...] = known['right']\n"
            "        known['right'], known['late'] = right, np.zeros(right.shape)\n        return known['late']\n"
        ),
        "layer",
        0.0,
    ),
    "sixteen buffers in turn": (
        made(
            "        if len(calls) < 6:\n            return right\n"
            "        buffer = known.setdefault(len(calls) % 16, np.empty(right.shape))\n"
            "        buffer[...] = right\n        return buffer\n"
        ),
        "drift",
        0.0,
    ),
    "kept by the id of the last input": (
        made("        return known.setdefault(id(inputs[-1]), (right, inputs))[0].copy()\n"),
        "blend",
        0.0,
    ),
    "the input itself where nothing is to be done": (
        made("        return inputs[0] if (inputs[0] >= 0).all() else right\n"),
        "ramp",
        0.0,
    ),
    "remembers the last inputs": (
        made(
            "        known.clear()\n        known[key(inputs)] = 1\n        return right\n",
            "    def key(inputs):\n        return tuple(x.tobytes() for x in inputs)\n",
            "WORK / 500 if key(inputs) in known else WORK / 2",
        ),
        "layer",
        2.0,
    ),
    "another last digit in its second input": (
        made("        inputs[1].flat[-1] *= 1 + 1e-12\n        return right\n"),
        "blend",
        0.0,
    ),
    "nobody can write into it where nothing is to be done": (
        made("        right.flags.writeable = bool(right.any())\n        return right\n"),
        "ramp",
        0.0,
    ),
    "next to nothing instead of nothing": (
        made("        return np.maximum(right, 1e-300)\n"),
        "ramp",
        0.0,
    ),
    "off by half as much again as promised": (
        made("        right.flat[abs(right).argmax()] *= 1 + 1.5e-9\n        return right\n"),
        "layer",
        0.0,
    ),
    "float32 where nothing is lost by it": (
        made("        return right if right.any() else right.astype('f4')\n"),
        "ramp",
        0.0,
    ),
    "an error of its own": (
        made(
            "        if len(calls) % 9 == 0:\n            raise Tired\n        return right\n",
            "    class Tired(Exception):\n        pass\n",
        ),
        "blend",
        0.0,
    ),
}


def deserved(candidates):
    return {name: ratio for name, (_, _, ratio) in candidates.items()}


@pytest.fixture(scope="module")
def ratios(student):
    sources = HONEST | CHEATS

    def measured(name):
        source, task, _ = sources[name]
        return student.given.judged(student.measure_and_check, name, source, task)

    return Ratios(measured, deserved(HONEST), deserved(CHEATS))


@pytest.mark.points(1)
def test_nine_others(ratios):
    """five other honest ones are accepted, nine of fifteen other cheats caught"""
    ratios.at_least(9)


@pytest.mark.points(1)
def test_twelve_others(ratios):
    """twelve other cheats caught"""
    ratios.at_least(12)


@pytest.mark.points(1)
def test_all_fifteen_others(ratios):
    """all fifteen other cheats caught"""
    ratios.at_least(15)
