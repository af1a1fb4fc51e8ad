"""The data-only wire between judge and worker: frames, values, and arrays through a shared arena.

Both sides load this one file; it needs numpy and nothing else. What travels is data (None, bool, int, float,
complex, str, bytes, list, tuple, dict, set, numpy arrays and scalars) and references to objects that stay where
they are. Nothing is ever unpickled, evaluated or formatted on arrival, and every count is checked against the bytes
that really came.
"""

import array
import collections
import contextlib
import math
import mmap
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

MAX_BODY = 1 << 29
MAX_ARRAY = 1 << 31
"""Bytes of one array; those that do not fit into a frame travel through the arena."""
MAX_DEPTH = 64
MAX_NODES = 4_000_000
MAX_INT_BYTES = 1 << 16
MAX_SAME_HASH = 64
MAX_ANSWER = 3 << 29
"""Bytes of memory that the judge gives to one answer, all it is made of together: the arena once, and half as much again."""
MAX_REFERENCES = 10_000
"""Objects that one answer may leave in the worker."""
_NODE, _TABLE, _ENTRY, _ARRAY, _OBJECT, _CHARACTER = 100, 300, 100, 300, 1000, 4
"""What the judge counts for each value, set or dict, member of one, array, reference, and byte of a text."""
INLINE_ARRAY = 1 << 15
"""Arrays of at least this many bytes go through the arena where it has room."""
_BYTES = ("b1", "i1", "u1")
_WORDS = ("i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16")
DTYPES = {
    code: np.dtype(code) for code in [f"|{name}" for name in _BYTES] + [f"{order}{name}" for name in _WORDS for order in "<>"]
}
"""What an array may be made of, by numpy's code."""

_HEADER = struct.Struct("<BQQ")
_I64, _F64, _U64, _U32 = struct.Struct("<q"), struct.Struct("<d"), struct.Struct("<Q"), struct.Struct("<I")


class WireError(Exception):
    """The other side sent something that is not in the protocol."""


class TooMuch(WireError):
    """It is in the protocol, but takes more memory or time than an answer may."""


class Unsendable(TypeError):
    """A value that is neither data nor something that can be referred to."""


class Reference:
    """Names an object in the worker: ('student' | 'given', name) or ('handle', number), or an attribute of it."""

    __slots__ = ("attribute", "name", "space", "type_name")

    def __init__(self, space: str, name: str | int, type_name: str = "", attribute: str = "") -> None:
        self.space, self.name, self.type_name, self.attribute = space, name, type_name, attribute


class Arena:
    """A piece of memory both processes see; one side hands out regions of it, the other reads them."""

    ALIGN = 4096

    def __init__(self, memory: mmap.mmap) -> None:
        self.memory = memory
        self.size = len(memory)
        self._regions: dict[int, int] = {}

    def allocate(self, size: int) -> int | None:
        """The lowest free offset with `size` bytes, so that the same warm pages are used again; None when full."""
        size = -(-size // self.ALIGN) * self.ALIGN
        offset = 0
        for start in sorted(self._regions):
            if start - offset >= size:
                break
            offset = start + self._regions[start]
        if offset + size > self.size:
            return None
        self._regions[offset] = size
        return offset

    def release(self, offset: int) -> None:
        if self._regions.pop(offset, None) is None:
            raise WireError("a region that was not lent came back")

    def give_back(self) -> None:
        """Give the memory of all that is not lent back to the system, where it can be: nobody has touched it any more."""
        if not hasattr(mmap, "MADV_REMOVE"):
            return
        begin = 0
        for start, size in [*sorted(self._regions.items()), (self.size, 0)]:
            if start > begin:
                with contextlib.suppress(OSError):
                    self.memory.madvise(mmap.MADV_REMOVE, begin, start - begin)
            begin = start + size

    def lent(self, offsets: Iterable[int]) -> int:
        """Bytes of the regions that begin there, whole pages."""
        return sum(self._regions.get(offset, 0) for offset in offsets)

    def release_all(self) -> None:
        self._regions.clear()

    def view(self, offset: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
        nbytes = math.prod(shape) * dtype.itemsize
        if offset < 0 or offset + nbytes > self.size:
            raise WireError("an array outside the arena")
        return np.ndarray(shape, dtype, buffer=self.memory, offset=offset)


class Encoder:
    """Turns values into bytes. `refer` says what to send for an object that is not data (or raises Unsendable)."""

    def __init__(self, refer: Callable[[Any], Reference], arena: Arena | None = None) -> None:
        self._refer = refer
        self._arena = arena
        self._out = bytearray()
        self.placed: dict[int, int] = {}
        """Where each array of the last value lies in the arena, by its id."""

    def encode(self, value: Any) -> bytes | bytearray:
        self._out = bytearray()
        self.placed = {}
        self._value(value, 0)
        return self._out

    def _value(self, value: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Unsendable(f"nested more than {MAX_DEPTH} deep")
        writer = _WRITERS.get(type(value))
        if writer is not None and (writer is not Encoder._array or value.dtype.str in DTYPES):
            writer(self, value, depth)
        elif isinstance(value, np.generic) and value.dtype.str in DTYPES:
            self._out += b"g" + _dtype_code(value.dtype) + value.tobytes()
        elif (tensor := _tensor_as_array(value)) is not None:
            self._array(tensor, depth)
        else:
            reference = self._refer(value)
            self._out += b"v"
            self._short(reference.space)
            if isinstance(reference.name, int):
                self._out += b"#" + _U64.pack(reference.name)
            else:
                self._out += b"$"
                self._short(reference.name)
            self._short(reference.type_name)
            self._short(reference.attribute)

    def _short(self, text: str) -> None:
        raw = text.encode("utf-8", "surrogatepass")[:65535]
        self._out += len(raw).to_bytes(2, "little") + raw

    def _int(self, value: int, depth: int) -> None:
        if -(1 << 63) <= value < 1 << 63:
            self._out += b"i" + _I64.pack(value)
            return
        raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
        if len(raw) > MAX_INT_BYTES:
            raise Unsendable(f"an integer of {len(raw)} bytes")
        self._out += b"I" + _U32.pack(len(raw)) + raw

    def _text(self, value: str, depth: int) -> None:
        raw = value.encode("utf-8", "surrogatepass")
        self._out += b"s" + _U64.pack(len(raw)) + raw

    def _bytes(self, value: bytes, depth: int) -> None:
        self._out += b"b" + _U64.pack(len(value)) + value

    def _sequence(self, value: list[Any] | tuple[Any, ...] | set[Any] | frozenset[Any], depth: int) -> None:
        kind = type(value)
        if kind is list and len(value) > 16 and self._packed(value):
            return
        self._out += {list: b"l", tuple: b"t", set: b"S", frozenset: b"Z"}[kind] + _U64.pack(len(value))
        for item in value:
            self._value(item, depth + 1)

    def _packed(self, values: Any) -> bool:
        """Long lists of plain floats or 64-bit integers as one block: a hundred times faster than item by item."""
        kinds = set(map(type, values))
        if kinds == {float}:
            block = array.array("d", values)
        elif kinds == {int} and min(values) >= -(1 << 63) and max(values) < 1 << 63:
            block = array.array("q", values)
        else:
            return False
        self._out += (b"r" if block.typecode == "d" else b"q") + _U64.pack(len(block)) + block.tobytes()
        return True

    def _dict(self, value: dict[Any, Any], depth: int) -> None:
        self._out += b"d" + _U64.pack(len(value))
        for key, item in value.items():
            self._value(key, depth + 1)
            self._value(item, depth + 1)

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> None:
        shape = b"".join(_U64.pack(n) for n in value.shape)
        head = _dtype_code(value.dtype) + bytes([value.ndim]) + shape
        offset = self._arena.allocate(value.nbytes) if self._arena and value.nbytes >= INLINE_ARRAY else None
        if offset is None:
            self._out += b"a" + head + value.tobytes()
        else:
            assert self._arena is not None
            self.placed[id(value)] = offset
            np.copyto(self._arena.view(offset, value.dtype, value.shape), value)
            self._out += b"A" + head + _U64.pack(offset)


_WRITERS: dict[type, Callable[[Encoder, Any, int], None]] = {
    type(None): lambda e, v, d: e._out.extend(b"N"),
    bool: lambda e, v, d: e._out.extend(b"T" if v else b"F"),
    int: Encoder._int,
    float: lambda e, v, d: e._out.extend(b"f" + _F64.pack(v)),
    complex: lambda e, v, d: e._out.extend(b"c" + _F64.pack(v.real) + _F64.pack(v.imag)),
    str: Encoder._text,
    bytes: Encoder._bytes,
    list: Encoder._sequence,
    tuple: Encoder._sequence,
    set: Encoder._sequence,
    frozenset: Encoder._sequence,
    dict: Encoder._dict,
    np.ndarray: Encoder._array,
}


def _dtype_code(dtype: np.dtype[Any]) -> bytes:
    code = dtype.str.encode()
    return bytes([len(code)]) + code


def _tensor_as_array(value: Any) -> np.ndarray[Any, Any] | None:
    """A torch tensor as an array; torch itself is looked up, never imported."""
    torch = sys.modules.get("torch")
    if torch is None or type(value) is not getattr(torch, "Tensor", None):
        return None
    array_of: np.ndarray[Any, Any] = value.detach().cpu().contiguous().numpy()
    return array_of


class Decoder:
    """Turns bytes back into values.

    `resolve` gets a Reference and returns what it stands for. `fetch` gets (offset, dtype, shape) of an array in the
    arena and returns the array. Raises WireError for anything that is not well-formed.

    With a `budget`, what is decoded may take so many bytes of memory in all: counted before it is made, and as what it
    becomes, not as what came, for a few bytes can name the same megabyte of the arena again and again.
    """

    def __init__(
        self,
        resolve: Callable[[Reference], Any],
        fetch: Callable[[int, np.dtype[Any], tuple[int, ...]], np.ndarray[Any, Any]],
        budget: int | None = None,
    ) -> None:
        self._resolve = resolve
        self._fetch = fetch
        self._budget = budget

    def decode(self, body: bytes | bytearray, wait: Callable[[], None] | None = None) -> Any:
        """`wait` is called now and then, and raises to give up."""
        self._body = memoryview(body)
        self._at = self._nodes = self._references = 0
        self._wait = wait
        self._left = self._budget
        try:
            value = self._value(0)
        except MemoryError:
            raise TooMuch("it does not fit into memory") from None
        except (ValueError, OverflowError, RecursionError) as error:
            raise WireError(f"something that is not a value ({type(error).__name__})") from None
        if self._at != len(self._body):
            raise WireError("bytes left over after the value")
        return value

    def _take(self, count: int) -> memoryview:
        if count < 0 or count > len(self._body) - self._at:
            raise WireError("a value longer than its frame")
        piece = self._body[self._at : self._at + count]
        self._at += count
        return piece

    def _pay(self, cost: int) -> None:
        if self._left is not None:
            self._left -= cost
            if self._left < 0:
                raise TooMuch(f"it takes more than {MAX_ANSWER / 2**30:g} GiB")

    def _u64(self) -> int:
        return int(_U64.unpack(self._take(8))[0])

    def _count(self) -> int:
        """A number of items; each needs at least one byte, so it cannot be larger than what is left."""
        count = self._u64()
        if count > len(self._body) - self._at:
            raise WireError("more items than bytes")
        return count

    def _short(self) -> str:
        return str(self._take(int.from_bytes(self._take(2), "little")), "utf-8", "surrogatepass")

    def _value(self, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise WireError("a value too deep")
        if self._nodes > MAX_NODES:
            raise TooMuch(f"it is made of more than {MAX_NODES} values")
        if self._wait is not None and self._nodes % 1024 == 0:
            self._wait()
        self._pay(_NODE)
        tag = self._take(1)[0]
        reader = _READERS.get(tag)
        if reader is None:
            raise WireError(f"unknown tag {tag}")
        return reader(self, depth)

    def _int_big(self, depth: int) -> int:
        size = _U32.unpack(self._take(4))[0]
        if size > MAX_INT_BYTES:
            raise WireError("an integer too large")
        self._pay(size)
        return int.from_bytes(self._take(size), "little", signed=True)

    def _text(self, depth: int) -> str:
        piece = self._take(self._u64())
        self._pay(_CHARACTER * len(piece))
        try:
            return str(piece, "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise WireError("text that is not UTF-8") from None

    def _bytes(self, depth: int) -> bytes:
        piece = self._take(self._u64())
        self._pay(len(piece))
        return bytes(piece)

    def _items(self, depth: int) -> list[Any]:
        return [self._value(depth + 1) for _ in range(self._count())]

    def _hashable_items(self, depth: int) -> list[Any]:
        items = self._items(depth)
        self._pay(_TABLE + _ENTRY * len(items))
        return _fit_to_hash(items)

    def _dict(self, depth: int) -> dict[Any, Any]:
        pairs = [(self._value(depth + 1), self._value(depth + 1)) for _ in range(self._count())]
        self._pay(_TABLE + 2 * _ENTRY * len(pairs))
        _fit_to_hash([key for key, _ in pairs])
        return dict(pairs)

    def _block(self, code: str) -> list[Any]:
        count = self._u64()
        self._nodes += count
        if self._nodes > MAX_NODES:
            raise TooMuch(f"it is made of more than {MAX_NODES} values")
        self._pay(_NODE * count)
        return array.array(code, self._take(count * 8).tobytes()).tolist()

    def _dtype(self) -> np.dtype[Any]:
        code = str(self._take(self._take(1)[0]), "ascii", "replace")
        dtype = DTYPES.get(code)
        if dtype is None:
            raise WireError("a dtype that is not on the list")
        return dtype

    def _shape(self, dtype: np.dtype[Any]) -> tuple[int, ...]:
        ndim = self._take(1)[0]
        if ndim > 32:
            raise WireError("an array of too many dimensions")
        shape = tuple(self._u64() for _ in range(ndim))
        if math.prod(max(n, 1) for n in shape) * dtype.itemsize > MAX_ARRAY:
            raise WireError("an array too large")
        self._pay(_ARRAY + math.prod(shape) * dtype.itemsize)
        return shape

    def _array(self, depth: int) -> np.ndarray[Any, Any]:
        dtype = self._dtype()
        shape = self._shape(dtype)
        raw = self._take(math.prod(shape) * dtype.itemsize)
        return np.ndarray(shape, dtype, buffer=bytearray(raw))

    def _array_in_arena(self, depth: int) -> np.ndarray[Any, Any]:
        dtype = self._dtype()
        shape = self._shape(dtype)
        if self._wait is not None:
            self._wait()
        return self._fetch(self._u64(), dtype, shape)

    def _scalar(self, depth: int) -> Any:
        dtype = self._dtype()
        return np.frombuffer(self._take(dtype.itemsize), dtype)[0]

    def _reference(self, depth: int) -> Any:
        space = self._short()
        kind = bytes(self._take(1))
        if kind not in (b"#", b"$"):
            raise WireError("a reference without a name")
        name: str | int = self._u64() if kind == b"#" else self._short()
        type_name, attribute = self._short(), self._short()
        if self._budget is not None:
            self._references += 1
            if self._references > MAX_REFERENCES:
                raise TooMuch(f"it holds more than {MAX_REFERENCES} objects that are no data")
            self._pay(_OBJECT + _CHARACTER * (len(space) + len(type_name) + len(attribute)))
        return self._resolve(Reference(space, name, type_name, attribute))


def _fit_to_hash(items: list[Any]) -> list[Any]:
    """Refuse what cannot be hashed, and many items with one hash: a set of n of them takes n * n comparisons to build."""
    try:
        same = collections.Counter(map(hash, items))
    except TypeError:
        raise WireError("a set or dict of things that cannot be in one") from None
    if max(same.values(), default=0) > MAX_SAME_HASH:
        raise WireError("too many items with the same hash")
    return items


_READERS: dict[int, Callable[[Decoder, int], Any]] = {
    ord("N"): lambda d, n: None,
    ord("T"): lambda d, n: True,
    ord("F"): lambda d, n: False,
    ord("i"): lambda d, n: _I64.unpack(d._take(8))[0],
    ord("I"): Decoder._int_big,
    ord("f"): lambda d, n: _F64.unpack(d._take(8))[0],
    ord("c"): lambda d, n: complex(_F64.unpack(d._take(8))[0], _F64.unpack(d._take(8))[0]),
    ord("s"): Decoder._text,
    ord("b"): Decoder._bytes,
    ord("l"): Decoder._items,
    ord("t"): lambda d, n: tuple(d._items(n)),
    ord("S"): lambda d, n: set(d._hashable_items(n)),
    ord("Z"): lambda d, n: frozenset(d._hashable_items(n)),
    ord("d"): Decoder._dict,
    ord("q"): lambda d, n: d._block("q"),
    ord("r"): lambda d, n: d._block("d"),
    ord("a"): Decoder._array,
    ord("A"): Decoder._array_in_arena,
    ord("g"): Decoder._scalar,
    ord("v"): Decoder._reference,
}


def send_frame(
    wire: socket.socket, kind: int, call: int, body: bytes | bytearray, wait: Callable[[], None] | None = None
) -> None:
    """`wait` is called, where there is one, whenever the other side takes nothing for as long as the socket's timeout."""
    header = _HEADER.pack(kind, call, len(body))
    for piece in (header + body,) if len(body) < 1 << 16 else (header, body):
        if wait is None:
            wire.sendall(piece)
        else:
            _send(wire, piece, wait)


def _send(wire: socket.socket, piece: bytes | bytearray, wait: Callable[[], None]) -> None:
    left = memoryview(piece)
    while left:
        try:
            left = left[wire.send(left) :]
        except TimeoutError:
            wait()


def receive_frame(wire: socket.socket, wait: Callable[[], None] | None = None) -> tuple[int, int, bytearray]:
    """The next (kind, call number, body).

    `wait` is called whenever the frame is not complete, after the socket's own timeout or between two pieces of it, so
    that dripping bytes buys no time; it raises to give up.
    Raises EOFError when the other side is gone, WireError when a frame is larger than allowed.
    """
    kind, call, size = _HEADER.unpack(_receive(wire, _HEADER.size, wait))
    if size > MAX_BODY:
        raise WireError("a frame larger than allowed")
    return kind, call, _receive(wire, size, wait)


def _receive(wire: socket.socket, size: int, wait: Callable[[], None] | None) -> bytearray:
    # The buffer grows with what has really arrived: a header alone cannot make this side allocate gigabytes.
    buffer = bytearray(min(size, 1 << 20))
    done = 0
    while done < size:
        if done == len(buffer):
            buffer.extend(bytes(min(size - done, len(buffer))))
        try:
            count = wire.recv_into(memoryview(buffer)[done:])
            if count == 0:
                raise EOFError
        except TimeoutError:
            if wait is None:
                raise
            count = 0
        done += count
        if done < size and wait is not None:
            wait()
    return buffer
