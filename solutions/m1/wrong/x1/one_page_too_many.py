"""caught by m1.x1.correct m1.x1.hidden: forgets a page only when there is one too many."""


class Paged(Paged):
    def __init__(self, path: str, n: int, page: int, capacity: int) -> None:
        super().__init__(path, n, page, capacity + 1)
