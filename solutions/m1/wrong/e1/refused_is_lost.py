"""caught by m1.e1.correct m1.e1.hidden: counts a number as thrown away although Full told whoever brought it."""


class Ring(Ring):
    def push(self, x: float) -> None:
        try:
            super().push(x)
        except Full:
            self.lost += 1
            raise
