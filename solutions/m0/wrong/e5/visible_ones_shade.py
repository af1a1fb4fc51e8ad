"""caught by m0.e5.correct m0.e5.hidden: only what lies in front of the camera throws a shadow."""


@njit
def _shaded(x, y, z, to_x, to_y, to_z, centres, radii):
    """Whether some sphere lies on the way from there to the lamp, which ends after once (to_x, to_y, to_z)."""
    for k in range(len(radii)):
        if centres[k, 2] <= 0.0:
            continue
        if _enters(x, y, z, to_x, to_y, to_z, centres[k, 0], centres[k, 1], centres[k, 2], radii[k]) < 1.0:
            return True
    return False
