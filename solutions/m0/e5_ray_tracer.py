"""m0.e5: a picture, ray by ray, and the file that it goes to."""

import math
import struct
import zlib
from pathlib import Path

import numpy as np
from given_e5 import AMBIENT, OFFSET
from numba import njit


@njit
def _enters(ox, oy, oz, dx, dy, dz, cx, cy, cz, radius):
    """How often (dx, dy, dz) fits from (ox, oy, oz), outside the sphere, to where it enters; infinity where it does not."""
    to_x, to_y, to_z = cx - ox, cy - oy, cz - oz
    square = dx * dx + dy * dy + dz * dz
    half = to_x * dx + to_y * dy + to_z * dz
    rest = to_x * to_x + to_y * to_y + to_z * to_z - radius * radius
    under = half * half - square * rest
    if half <= 0.0 or under <= 0.0:
        return np.inf
    return (half - math.sqrt(under)) / square


@njit
def _shaded(x, y, z, to_x, to_y, to_z, centres, radii):
    """Whether some sphere lies on the way from there to the lamp, which ends after once (to_x, to_y, to_z)."""
    for k in range(len(radii)):
        if _enters(x, y, z, to_x, to_y, to_z, centres[k, 0], centres[k, 1], centres[k, 2], radii[k]) < 1.0:
            return True
    return False


@njit
def _bright(x, y, z, k, centres, radii, light):
    """How much light there is at that point of sphere k."""
    radius = radii[k]
    normal_x, normal_y, normal_z = (x - centres[k, 0]) / radius, (y - centres[k, 1]) / radius, (z - centres[k, 2]) / radius
    to_x, to_y, to_z = light[0] - x, light[1] - y, light[2] - z
    cosine = (normal_x * to_x + normal_y * to_y + normal_z * to_z) / math.sqrt(to_x * to_x + to_y * to_y + to_z * to_z)
    if cosine <= 0.0:
        return AMBIENT
    x, y, z = x + OFFSET * normal_x, y + OFFSET * normal_y, z + OFFSET * normal_z
    if _shaded(x, y, z, light[0] - x, light[1] - y, light[2] - z, centres, radii):
        return AMBIENT
    return AMBIENT + (1 - AMBIENT) * cosine


@njit
def _render(centres, radii, colours, light, picture):
    height, width, _ = picture.shape
    for row in range(height):
        y = (height / 2 - row - 0.5) * 2 / height
        for column in range(width):
            x = (column + 0.5 - width / 2) * 2 / height
            nearest, seen = np.inf, -1
            for k in range(len(radii)):
                t = _enters(0.0, 0.0, 0.0, x, y, 1.0, centres[k, 0], centres[k, 1], centres[k, 2], radii[k])
                if t < nearest:
                    nearest, seen = t, k
            if seen >= 0:
                bright = _bright(nearest * x, nearest * y, nearest, seen, centres, radii, light)
                for colour in range(3):
                    picture[row, column, colour] = bright * colours[seen, colour]


def render(
    width: int, height: int, centres: np.ndarray, radii: np.ndarray, colours: np.ndarray, light: np.ndarray
) -> np.ndarray:
    """What a camera sees of n spheres: one compiled loop over pixels, which asks all spheres twice."""
    picture = np.zeros((height, width, 3))
    _render(centres, radii, colours, light, picture)
    return picture


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write_png(path: str | Path, img: np.ndarray) -> None:
    """Write a picture to a file as PNG: a byte 0 before each row, everything compressed, three chunks."""
    if not isinstance(img, np.ndarray) or img.dtype != np.uint8 or img.ndim != 3 or img.shape[2] != 3 or 0 in img.shape:
        raise ValueError("img should be an array of uint8 of shape (height, width, 3), with a pixel at least")
    height, width, _ = img.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    rows[:, 1:] = img.reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows.tobytes())) + _chunk(b"IEND", b"")
    Path(path).write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)
