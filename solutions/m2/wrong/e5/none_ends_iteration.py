"""caught by m2.e5.hidden: the iteration takes None for the end."""


class Channel(Channel):
    def __iter__(self) -> Iterator[Any]:
        """Take items until there is none."""
        return iter(self._next, None)

    def _next(self) -> Any:
        try:
            return self.get()
        except Closed:
            return None
