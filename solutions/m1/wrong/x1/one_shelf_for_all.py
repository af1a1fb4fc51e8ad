"""caught by m1.x1.hidden: the pages belong to the class, so two arrays mix them up."""


class Paged(Paged):
    def __init__(self, path: str, n: int, page: int, capacity: int) -> None:
        super().__init__(path, n, page, capacity)
        type(self)._pages = self.__dict__.pop("_pages")
