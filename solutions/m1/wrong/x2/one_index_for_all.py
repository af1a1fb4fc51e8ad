"""caught by m1.x2.hidden: the points belong to the class, so a second Nearest takes the first one's away."""


class Nearest(Nearest):
    def __init__(self, points: np.ndarray) -> None:
        super().__init__(points)
        for name, value in self.__dict__.items():
            setattr(type(self), name, value)
        self.__dict__.clear()
