"""caught by m0.e6.hidden: goes through the shapes twice."""


def total_area(shapes: Iterable[HasArea]) -> float:
    """The areas of all shapes together, a float: 0.0 where there are none."""
    if not any(True for _ in shapes):
        return 0.0
    return sum((shape.area() for shape in shapes), 0.0)
