"""caught by m1.x1.hidden: reads pages as it should, and has all of the file in memory besides."""


class Paged(Paged):
    def __init__(self, path: str, n: int, page: int, capacity: int) -> None:
        super().__init__(path, n, page, capacity)
        self._all = np.fromfile(path, np.int64)

    def __getitem__(self, i: int) -> int:
        super().__getitem__(i)
        return int(self._all[i])
