"""caught by m1.e1.hidden: only what is called "i8" pops an int; the other dtypes of integers pop floats."""


class Vector(Vector):
    def pop(self) -> float:
        x = super().pop()
        return x if self._dtype == "i8" else float(x)
