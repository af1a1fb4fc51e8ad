"""The wire: everything that is data survives the trip exactly, and nothing malformed gets through."""

import math
import mmap
import os
import struct
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from graders.course import ROOT
from graders.worker.codec import DTYPES, MAX_REFERENCES, Arena, Decoder, Encoder, Reference, TooMuch, Unsendable, WireError
from tests.fuzz_codec import BUDGET, FACTOR, SPARE, hear, hear_measured

CORPUS = sorted((ROOT / "tests" / "corpus" / "codec").glob("*.bin"))


def refuse(value):
    raise Unsendable(type(value).__name__)


def never(*_):
    raise WireError("no reference, no arena here")


def trip(value):
    return Decoder(never, never).decode(bytes(Encoder(refuse).encode(value)))


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
hashables = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.tuples(st.integers(), st.text())
values = st.recursive(
    scalars | st.sets(st.integers()) | st.frozensets(st.text()),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(hashables, inner),
    max_leaves=30,
)


def same(one, other):
    if type(one) is not type(other):
        return False
    if type(one) is float:
        return (one == other and math.copysign(1, one) == math.copysign(1, other)) or (one != one and other != other)
    if type(one) is complex:
        return same(one.real, other.real) and same(one.imag, other.imag)
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if type(one) is dict:
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return one == other


@given(values)
@settings(max_examples=300, deadline=None)
def test_data_survives_exactly(value):
    assert same(trip(value), value)


@given(st.lists(st.floats(), min_size=17) | st.lists(st.integers(-(1 << 63), (1 << 63) - 1), min_size=17))
@settings(deadline=None)
def test_long_lists_of_numbers_survive_exactly(value):
    assert same(trip(value), value)


def test_lists_that_look_alike_but_are_not_packable():
    for value in ([True] * 20, [1 << 63] * 20, [1.0] * 19 + [1], [-(1 << 63) - 1] * 20):
        assert same(trip(value), value)


@given(hnp.arrays(st.sampled_from(sorted(DTYPES)), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0)))
@settings(deadline=None)
def test_arrays_survive_with_dtype_and_shape(value):
    got = trip(value)
    assert (got.dtype, got.shape) == (value.dtype, value.shape)
    assert got.tobytes() == value.tobytes()
    assert got.flags.writeable


@pytest.mark.parametrize("code", sorted(DTYPES))
def test_numpy_scalars_stay_what_they_are(code):
    value = np.ones(1, code)[0]
    got = trip(value)
    assert type(got) is type(value) and got == value


def test_strided_views_arrive_whole():
    value = np.arange(24).reshape(4, 6)[::2, ::-3]
    assert np.array_equal(trip(value), value)


def test_what_is_not_data_is_not_sent():
    class Liar(int):
        def __eq__(self, other):
            return True

        __hash__ = int.__hash__

    for value in (Liar(3), object(), np.array([object()]), lambda: 1, range(3), iter([])):
        with pytest.raises(Unsendable):
            trip([value])


def test_nesting_is_bounded():
    value: list = []
    for _ in range(200):
        value = [value]
    with pytest.raises(Unsendable, match="deep"):
        trip(value)


@given(values, st.data())
@settings(max_examples=400, deadline=None)
def test_damaged_frames_never_do_more_than_raise(value, data):
    body = bytearray(Encoder(refuse).encode((value, np.arange(3.0))))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        body = body[: data.draw(st.integers(0, len(body)))]
    try:
        Decoder(never, never).decode(bytes(body))
    except WireError:
        pass


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"?",
        b"NN",
        b"s" + (1 << 62).to_bytes(8, "little"),
        b"l" + (1 << 40).to_bytes(8, "little"),
        b"q" + (1 << 61).to_bytes(8, "little"),
        b"I" + (1 << 31).to_bytes(4, "little"),
        b"a\x03<f8\x02" + (1 << 40).to_bytes(8, "little") * 2,
        b"a\x03|O8\x00",
        b"s" + (1).to_bytes(8, "little") + b"\xff",
        b"d" + (1).to_bytes(8, "little") + b"l" + bytes(8) + b"N",
        b"S" + (1).to_bytes(8, "little") + b"l" + bytes(8),
    ],
)
def test_malformed_bodies_are_refused(body):
    with pytest.raises(WireError):
        Decoder(never, never).decode(body)


def test_an_array_outside_the_arena_is_refused():
    arena = Arena(mmap.mmap(-1, 1 << 16))
    body = b"A\x03<f8\x01" + (1024).to_bytes(8, "little") + ((1 << 16) - 8).to_bytes(8, "little")
    with pytest.raises(WireError, match="outside"):
        Decoder(never, arena.view).decode(body)


def many(count, item):
    return b"l" + struct.pack("<Q", count) + count * item


def answer(body):
    return b"\1t" + struct.pack("<Q", 2) + many(0, b"") + body


HEAVY = {
    "the same part of the arena": many(1000, b"A\x03|u1\x01" + struct.pack("<QQ", 1 << 15, 0)),
    "sets": many(20_000, b"S" + bytes(8)),
    "dicts": many(20_000, b"d" + bytes(8)),
    "arrays of nothing": many(20_000, b"a\x03|u1\x01" + bytes(8)),
    "arrays without dimensions": many(20_000, b"a\x03|u1\x00\x07"),
    "handles": many(9_000, b"v\x06\x00handle#" + struct.pack("<Q", 5) + b"\x00\x00\x00\x00"),
    "text that takes four times as much": b"s" + struct.pack("<Q", 400_004) + b"\xf0\x9f\x8d\x8e" + 400_000 * b"x",
    "numbers in a block": b"q" + struct.pack("<Q", 100_000) + bytes(800_000),
    "large integers": many(3000, b"I" + struct.pack("<I", 400) + 400 * b"\x01"),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_what_an_answer_decodes_to_is_counted_before_it_is_made(kind):
    """Each of these is refused, for it would take more than the budget, and takes no more than that until then."""
    with pytest.raises(TooMuch):
        Decoder(lambda _: object(), lambda offset, dtype, shape: np.zeros(shape, dtype), BUDGET).decode(HEAVY[kind])
    assert hear_measured(answer(HEAVY[kind])) < SPARE + FACTOR * len(HEAVY[kind])


def test_an_answer_leaves_only_so_many_objects_in_the_worker():
    reference = b"v\x06\x00handle#" + struct.pack("<Q", 5) + b"\x00\x00\x00\x00"
    decoder = Decoder(lambda _: 1, never, 1 << 30)
    assert decoder.decode(many(MAX_REFERENCES, reference)) == [1] * MAX_REFERENCES
    with pytest.raises(TooMuch, match="objects"):
        decoder.decode(many(MAX_REFERENCES + 1, reference))


def test_whoever_waits_for_an_answer_is_asked_while_it_is_read():
    asked = []
    Decoder(never, never, 1 << 30).decode(many(10_000, b"N"), lambda: asked.append(1))
    assert len(asked) >= 9


def test_what_is_not_more_than_the_budget_arrives():
    value = [np.zeros(10_000, "u1"), list(range(3000)), {n: {n} for n in range(500)}, "x" * 10_000]
    body = bytes(Encoder(refuse).encode(value))
    assert repr(Decoder(never, never, BUDGET).decode(body)) == repr(value)
    for _ in range(2):  # each answer has a budget of its own
        assert Decoder(never, never, BUDGET).decode(body)


def test_regions_do_not_overlap_and_are_used_again():
    arena = Arena(mmap.mmap(-1, 1 << 16))
    first, second = arena.allocate(5000), arena.allocate(5000)
    assert (first, second) == (0, 8192)
    arena.release(first)
    assert arena.allocate(8192) == 0
    assert arena.allocate(1 << 16) is None
    with pytest.raises(WireError):
        arena.release(12345)


def test_references_name_objects_and_attributes():
    seen = []
    encoder = Encoder(lambda value: Reference("handle", 7, "Channel", "put"))
    Decoder(lambda reference: seen.append(reference), never).decode(bytes(encoder.encode(object())))
    assert [(ref.space, ref.name, ref.type_name, ref.attribute) for ref in seen] == [("handle", 7, "Channel", "put")]


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_the_judge_survives_what_it_once_heard(file):
    hear(file.read_bytes())


@given(st.sampled_from(CORPUS), st.data())
@settings(max_examples=400, deadline=None)
def test_no_bytes_crash_the_judge_or_take_its_memory(file, data):
    """Damaged answers, cut, lengthened and mixed: an answer or a WireError, soon, with memory in proportion to what came."""
    heard = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(0, 6))):
        place = data.draw(st.integers(0, len(heard)))
        what = data.draw(
            st.binary(max_size=9) | st.sampled_from([b"\xff" * 8, bytes(8), b"l\x10" + bytes(7), b"S", b"d", b"A", b"I"])
        )
        heard[place : place + data.draw(st.integers(0, 9))] = what
    begin = time.perf_counter()
    assert hear_measured(bytes(heard)) < SPARE + FACTOR * len(heard)
    assert time.perf_counter() - begin < 20


def test_a_guided_fuzzer_finds_nothing_new(tmp_path):
    pytest.importorskip("atheris", reason="atheris is not for this system")
    (tmp_path / "corpus").mkdir()
    command = [
        sys.executable,
        "tests/fuzz_codec.py",
        "-max_total_time=8",
        f"-artifact_prefix={tmp_path}/",
        str(tmp_path / "corpus"),
    ]
    done = subprocess.run(
        [*command, "tests/corpus/codec"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "runs in" in done.stderr
