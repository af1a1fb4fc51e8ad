"""Given for m0.e5: two numbers of the contract, and the yardstick of the race. Yours to call, not to change."""

import math
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

AMBIENT = 0.1
"""The part of the light that is everywhere, also in the shadow."""
OFFSET = 1e-6
"""How far from the surface, along the normal, the way to the lamp begins."""


def loops_without_shadows(
    width: int, height: int, centres: np.ndarray, radii: np.ndarray, colours: np.ndarray, light: np.ndarray
) -> np.ndarray:
    """The yardstick: pixel by pixel, sphere by sphere, in Python. It never asks what lies on the way to the lamp."""
    spheres = list(zip(centres.tolist(), radii.tolist(), colours.tolist(), strict=True))
    lamp, picture = light.tolist(), []
    for row in range(height):
        y = (height / 2 - row - 0.5) * 2 / height
        for column in range(width):
            picture.append(_pixel((column + 0.5 - width / 2) * 2 / height, y, spheres, lamp))
    return np.array(picture).reshape(height, width, 3)


def _pixel(x: float, y: float, spheres: Sequence[Any], lamp: Sequence[float]) -> tuple[float, float, float]:
    """The colour along one ray. A point on it is t (x, y, 1); it is on a sphere where t solves a quadratic equation."""
    square = x * x + y * y + 1
    nearest, found = math.inf, None
    for centre, radius, colour in spheres:
        half = x * centre[0] + y * centre[1] + centre[2]
        rest = centre[0] * centre[0] + centre[1] * centre[1] + centre[2] * centre[2] - radius * radius
        under = half * half - square * rest
        if under > 0 and half > 0:
            t = (half - math.sqrt(under)) / square
            if t < nearest:
                nearest, found = t, (centre, radius, colour)
    if found is None:
        return 0.0, 0.0, 0.0
    centre, radius, colour = found
    point = nearest * x, nearest * y, nearest
    normal = [(point[k] - centre[k]) / radius for k in range(3)]
    away = [lamp[k] - point[k] for k in range(3)]
    distance = math.sqrt(away[0] * away[0] + away[1] * away[1] + away[2] * away[2])
    cosine = (normal[0] * away[0] + normal[1] * away[1] + normal[2] * away[2]) / distance
    bright = AMBIENT + (1 - AMBIENT) * max(0.0, cosine)
    return colour[0] * bright, colour[1] * bright, colour[2] * bright


# For the tests: files stay on this side of the wire, what is in them comes back.


def written(write_png: Callable[[Any, Any], Any], img: Any, before: bytes | None = None, *, name: str = "picture.png") -> Any:
    """What write_png does with a file that holds `before`, or is not there: answer, error, the file's bytes, img afterwards,
    and how many seconds it computed.

    A name that ends with / is that of a file without any ending, and comes as a Path.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name.rstrip("/")
        if before is not None:
            path.write_bytes(before)
        answer, error = None, ""
        begin = time.process_time()
        try:
            answer = write_png(path if name.endswith("/") else str(path), img)
        except ValueError:
            error = "ValueError"
        seconds = time.process_time() - begin
        others = [each.name for each in Path(folder).iterdir() if each != path]
        content = path.read_bytes() if path.exists() else None
        return {"answer": answer, "error": error, "file": content, "others": others, "img": img, "seconds": seconds}


def written_view(write_png: Callable[[Any, Any], Any], block: np.ndarray, step: int, turn: bool) -> bytes:
    """The file of a view that is not contiguous: every step-th row of block, backwards where step is negative; or turned."""
    view = block[::step, ::2]
    return written(write_png, view.transpose(1, 0, 2) if turn else view)["file"]


def rendered_thrice(render: Callable[..., np.ndarray], *scene: Any) -> list[np.ndarray]:
    """A scene, the same with all spheres moved in the same array, and the first again, when somebody drew over its picture."""
    first = render(*scene)
    scene[2][:, 2] += 1
    for _ in range(3):  # pictures may take turns in a few buffers
        second = render(*scene)
    scene[2][:, 2] -= 1
    pictures = [first.copy(), second.copy()]
    first[...] = second[...] = -1
    return [*pictures, render(*scene)]
