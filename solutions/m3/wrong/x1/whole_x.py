"""caught by m3.x1.hidden, perhaps m3.x1.speed: makes whole numbers of x, with one scale for all of it."""


def _check(x, dtype, dimensions):
    if not isinstance(x, np.ndarray) or x.dtype != dtype or not x.dtype.isnative:
        raise TypeError(f"expected an array of {np.dtype(dtype)}")
    if x.ndim != dimensions:
        raise ValueError(f"expected {dimensions} dimensions")


def _check_shapes(packed, scales):
    if packed.shape != (scales.shape[0], 16 * scales.shape[1]):
        raise ValueError("the shapes do not fit together")


@njit
def _whole(packed, scales, x, unit):
    """Sums of products of whole numbers (32 * 8 * 32767 fits in int32), times what they are worth."""
    answer = np.zeros(len(packed), np.float32)
    for i in range(len(packed)):
        total = 0.0
        for g in range(scales.shape[1]):
            part = np.int32(0)
            for b in range(16):
                byte = np.int32(packed[i, 16 * g + b])
                part += np.int32((byte & 15) - 8) * np.int32(x[32 * g + b])
                part += np.int32((byte >> 4) - 8) * np.int32(x[32 * g + 16 + b])
            total += np.float64(part) * np.float64(scales[i, g])
        answer[i] = total * unit
    return answer


def pack(W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(packed, scales) for W, float32 of shape (m, n): uint8 of shape (m, n // 2), and float32 of shape (m, n // 32).

    Every group has a scale of its own: its largest absolute value, divided by 7, as float32. Every number w of the group
    becomes q = w / scale, rounded to the nearest whole number, of two equally near ones to the even one. So q is from -7 to 7.
    What is stored is q + 8, four bits, and byte b of the 16 bytes of a group holds two numbers of it:
        number b in its lower four bits, and number b + 16 in its upper four bits
    In a group of zeros the scale and every q are 0.

    Where w / scale is so near to the middle of two whole numbers that rounding decides (a part in 10**5 of 1), either will do;
    where the scale and the quotients are exact in float32, so is q. The scale is right to a part in 10**6.

    Infinities and NaN raise ValueError, and so does an n that is no multiple of 32. The largest absolute value of every
    group is 0, or from 1e-30 to 3.4e38; the others of the group may be as small as float32 has them.
    """
    _check(W, np.float32, 2)
    m, n = W.shape
    if n % 32:
        raise ValueError("the length of a row is a multiple of 32")
    if not np.isfinite(W).all():
        raise ValueError("infinities and NaN cannot be packed")
    groups = np.array(W, order="C").reshape(m, n // 32, 32)
    scales = np.abs(groups).max(axis=2) / np.float32(7)
    divisor = np.where(scales > 0, scales, np.float32(1)).astype(np.float64)
    stored = (np.clip(np.rint(groups / divisor[:, :, None]), -7, 7) + 8).astype(np.uint8)
    packed = stored[:, :, :16] | stored[:, :, 16:] << 4
    return packed.reshape(m, n // 2), scales


def unpack(packed: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The weights that pack has left, (stored - 8) * scale: float32 of shape (m, n).

    packed is uint8 of shape (m, n // 2), scales float32 of shape (m, n // 32), all of them finite, with no other bound. Every
    number is exactly the product, rounded to float32, which may be infinite. A stored 0 is -8, although pack writes none; a
    zero may have either sign.
    """
    _check(packed, np.uint8, 2)
    _check(scales, np.float32, 2)
    _check_shapes(packed, scales)
    m, groups = scales.shape
    parts = np.array(packed, order="C").reshape(m, groups, 16)
    numbers = np.concatenate((parts & 15, parts >> 4), axis=2).astype(np.float32) - np.float32(8)
    with np.errstate(all="ignore"):
        return (numbers * scales[:, :, None]).reshape(m, 32 * groups)


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """unpack(packed, scales) @ x: float32 of shape (m,), for x, float32 of shape (n,). This one races.

    n is at most 4,096, and x and scales are finite. Every number is off by at most 1e-4 times the sum of the absolute values of
    what is added up for it, which is below 1e37. All stored numbers from 0 to 15 may come, and scales of either sign. A
    call takes no more than 4 MiB of memory beyond what comes in, which is less than all unpacked weights would.

    The race: sixteen vectors, one after the other, with weights of 4,096 times 4,096 (10 MiB instead of 64), against
    given_x1.float32_matvec, which is compiled and has the weights in float32.
    """
    _check(packed, np.uint8, 2)
    _check(scales, np.float32, 2)
    _check(x, np.float32, 1)
    _check_shapes(packed, scales)
    if len(x) != 32 * scales.shape[1]:
        raise ValueError("the shapes do not fit together")
    x = x.astype(np.float64)
    unit = float(np.abs(x).max(initial=0)) / 32767 or 1.0
    return _whole(packed, scales, np.rint(x / unit).astype(np.int16), unit)
