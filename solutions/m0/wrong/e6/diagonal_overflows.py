"""caught by m0.e6.hidden: squares the sides, and a square can be too large."""


@dataclass(frozen=True)
class Rectangle:
    """Has an area, and as ends the two ends of its diagonal."""

    width: float
    height: float

    def area(self) -> float:
        return self.width * self.height

    def ends(self) -> tuple[float, float]:
        return 0.0, math.sqrt(self.width * self.width + self.height * self.height)
