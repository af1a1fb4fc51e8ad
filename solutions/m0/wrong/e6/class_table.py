"""caught by m0.e6.hidden: takes the method from the class, and an object may have its own."""


@runtime_checkable
class HasArea(Protocol):
    def area(self) -> float:
        raise NotImplementedError


def total_area(shapes: Iterable[HasArea]) -> float:
    areas = {}  # what a class does is looked up once, not for every object
    total = 0.0
    for shape in shapes:
        cls = type(shape)
        area = areas.get(cls)
        if area is None:
            area = areas[cls] = cls.area
        total += area(shape)
    return total
