"""m0.e5: a picture, ray by ray, and the file that it goes to.

given_e5 has the light that is everywhere (AMBIENT), how far to keep away from a surface (OFFSET), and the yardstick of the
race. numpy and numba are all you need for the picture, zlib and struct for the file: no package that knows PNG.
"""

from pathlib import Path

import numpy as np


def render(
    width: int, height: int, centres: np.ndarray, radii: np.ndarray, colours: np.ndarray, light: np.ndarray
) -> np.ndarray:
    """What a camera sees of n spheres: a new array, float64 of shape (height, width, 3), with the red, green and blue of every
    pixel. This is the one that races: 96 x 64 pixels and 12 spheres, against loops in Python that leave out the shadows.

    Spheres: number k has its centre at centres[k], the radius radii[k] and the colour colours[k]; centres and colours are
    float64 of shape (n, 3), radii of shape (n,). n may be 0. Spheres may cut each other, and lie in each other. light, of
    shape (3,), is the place of a small lamp. Camera and lamp are outside all spheres, 0.05 or more away from them. All
    arrays are contiguous and stay as they are; radii are 0.1 or more, no centre is farther away than 100 radii and no
    lamp farther than 1e7; colours are from 0 to 1.

    Camera: it is at (0, 0, 0) and looks along z, with x to the right and y up. The picture hangs at z = 1, is 2 high, from
    y = -1 to y = 1, and its pixels are squares. width and height are 1 or more. Pixel [row, column], counted from the top
    left, is what lies on the ray from the camera through the middle of its square:
        x = (column + 0.5 - width / 2) * 2 / height
        y = (height / 2 - row - 0.5) * 2 / height
        z = 1

    Colour: a ray shows the first point at which it enters a sphere. What is behind the camera is not seen. A ray that
    meets nothing is black, 0. Else the pixel is
        colour * (AMBIENT + (1 - AMBIENT) * max(0, cosine))
    where cosine is that of the angle between the outward normal of the sphere and the direction from the point to the lamp.
    The light is as strong near the lamp as far away from it.

    Shadow: where something lies between the point and the lamp, the pixel is colour * AMBIENT. Any sphere will do: the one
    that is seen, another, or one that nobody sees because it is behind the camera. What is beyond the lamp throws no shadow.
    Begin OFFSET away from the surface, along the normal, or rounding lets a sphere shade itself.

    All this to 1e-9, but for pixels in which rounding decides: within a hair (a thousandth of a radius) of an outline, of the
    border of a shadow, or of a line along which two spheres cut each other.
    """
    raise NotImplementedError


def write_png(path: str | Path, img: np.ndarray) -> None:
    """Write a picture to a file as PNG. img is uint8 of shape (height, width, 3), any view of 1 x 1 or more; it stays as it is.

    A PNG is the 8 bytes 137 80 78 71 13 10 26 10 (b"\\x89PNG\\r\\n\\x1a\\n") and then chunks. All numbers have 4 bytes, the
    highest first. A chunk is
        the length of its data | its type, 4 letters | its data | zlib.crc32 of type and data together
    Three chunks are enough, in this order:
        IHDR  width | height | five bytes: 8 (bits per colour), 2 (red, green and blue), 0, 0, 0
        IDAT  zlib.compress of all rows from the top, each of them a byte 0 (no filter) and then its 3 * width bytes
        IEND  nothing
    Other filters (1 to 4), several IDAT one behind the other, and chunks that a reader may skip are allowed, too; another
    depth, another kind of colour or interlacing is not. The file is compressed: where img has 3,000 bytes or
    more, one colour everywhere takes no more than a tenth of them. A picture of 1280 x 960 takes no more than half a second of
    computing; zlib's usual level does both.

    A file that is there already is replaced. Raises ValueError, and leaves the file as it was or not there, unless img is a
    numpy array of that dtype and shape with at least one row and one column.
    """
    raise NotImplementedError
