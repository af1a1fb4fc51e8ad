"""caught by m1.e1.hidden: what the ring pops has been a float for a moment, and comes back rounded."""


class Ring(Ring):
    def pop(self) -> float:
        x = super().pop()
        return int(float(x)) if isinstance(x, int) else x
