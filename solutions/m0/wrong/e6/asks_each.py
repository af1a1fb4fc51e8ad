"""caught by m0.e6.speed: asks every shape whether it has an area, which takes longer than the area."""


def total_area(shapes: Iterable[HasArea]) -> float:
    """The areas of all shapes together, a float: 0.0 where there are none."""
    return sum((shape.area() for shape in shapes if isinstance(shape, HasArea)), 0.0)
