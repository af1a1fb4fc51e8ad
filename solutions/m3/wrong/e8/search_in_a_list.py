"""caught by m3.e8.hidden: searches the lines of the cache one after the other."""

from fractions import Fraction

DROPPED = {"f32": 0, "tf32": 13, "bf16": 16, "f16": 13}


def _check(x, dtype, ndim=None):
    if not isinstance(x, np.ndarray) or x.dtype != dtype:
        raise TypeError(f"an array of {np.dtype(dtype)} is needed")
    if x.ndim != ndim if ndim is not None else x.ndim < 1:
        raise ValueError("wrong number of dimensions")


def _check_kind(kind):
    if not isinstance(kind, str) or kind not in DROPPED:
        raise ValueError(f"unknown kind {kind!r}")


def round_to(x: np.ndarray, kind: str) -> np.ndarray:
    _check(x, np.float32)
    _check_kind(kind)
    if kind == "f32":
        return np.array(x, order="C")
    if kind == "f16":
        with np.errstate(all="ignore"):
            return x.astype(np.float16).astype(np.float32)
    drop = DROPPED[kind]
    bits = np.array(x, order="C").view(np.uint32)
    last = bits >> np.uint32(drop) & np.uint32(1)
    kept = np.uint32(0xFFFFFFFF >> drop << drop)
    rounded = (bits + np.uint32((1 << drop - 1) - 1) + last) & kept
    rounded[np.isnan(x)] = 0x7FC00000
    return rounded.view(np.float32)


def mma(A: np.ndarray, B: np.ndarray, tile: int, in_type: str, acc_type: str) -> np.ndarray:
    _check(A, np.float32, 2)
    _check(B, np.float32, 2)
    if A.shape[1] != B.shape[0]:
        raise ValueError("the shapes do not fit")
    if tile < 1:
        raise ValueError("tile should be 1 or more")
    _check_kind(acc_type)
    A, B = round_to(A, in_type).astype(np.float64), round_to(B, in_type).astype(np.float64)
    total = np.zeros((A.shape[0], B.shape[1]), np.float32)
    with np.errstate(all="ignore"):
        for first in range(0, A.shape[1], tile):
            piece = A[:, first : first + tile] @ B[first : first + tile]
            total = round_to((total + piece).astype(np.float32), acc_type)
    return total


def quantise_int8(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    _check(W, np.float32, 2)
    if not np.isfinite(W).all():
        raise ValueError("infinities or NaN")
    scale = np.abs(W).max(axis=0, initial=0) / np.float32(127)
    q = np.rint(W / np.where(scale > 0, scale, np.float32(1)))
    return q.astype(np.int8), scale


def int8_matmul(x: np.ndarray, q: np.ndarray, scale: np.ndarray) -> np.ndarray:
    _check(x, np.float32, 2)
    _check(q, np.int8, 2)
    _check(scale, np.float32, 1)
    if x.shape[1] != q.shape[0] or q.shape[1] != scale.shape[0]:
        raise ValueError("the shapes do not fit")
    rows, row_scale = quantise_int8(x.T)
    sums = rows.T.astype(np.float64) @ q.astype(np.float64)
    return (sums * row_scale.astype(np.float64)[:, None] * scale).astype(np.float32)


def energy(counts: dict[str, int], table: dict[str, float]) -> float:
    total = Fraction(0)
    for operation, count in counts.items():
        if count < 0:
            raise ValueError("a negative count")
        total += int(count) * Fraction(table[operation])
    return float(total / 10**12)


def _loads(rows, columns, line, lines, places):
    cache = []
    loads = 0
    for place in places:
        number = place // line
        if number in cache:
            cache.remove(number)
            cache.append(number)
            continue
        loads += 1
        cache.append(number)
        if len(cache) > lines:
            cache.pop(0)
    return loads


def compare_layouts(rows: int, columns: int, line: int, lines: int, table: dict[str, float]) -> tuple[float, float]:
    if min(rows, columns, line, lines) < 1:
        raise ValueError("all four should be 1 or more")
    elements = rows * columns
    answers = []
    for places in (range(elements), (i * columns + j for j in range(columns) for i in range(rows))):
        loads = _loads(rows, columns, line, lines, places)
        counts = {"f32 add": elements, "cache read": elements, "dram read": loads * line}
        answers.append(energy(counts, table))
    return answers[0], answers[1]
