"""caught by m0.e6.speed m0.e6.hidden: knows the areas of its own classes only."""


def total_area(shapes: Iterable[HasArea]) -> float:
    """The areas of all shapes together, a float: 0.0 where there are none."""
    return sum((shape.area() for shape in shapes if type(shape) in (Circle, Rectangle)), 0.0)
