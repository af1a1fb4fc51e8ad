"""caught by m0.e6.hidden: a dataclass that is not frozen."""


@dataclass
class Segment:
    """A piece of a line."""

    length: float

    def perimeter(self) -> float:
        return 2 * self.length

    def ends(self) -> tuple[float, float]:
        return 0.0, self.length
