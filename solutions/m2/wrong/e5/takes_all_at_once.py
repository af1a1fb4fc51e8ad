"""caught by m2.e5.correct m2.e5.speed m2.e5.hidden: the iteration takes everything before it hands out the first item."""


class Channel(Channel):
    def __iter__(self) -> Iterator[Any]:
        """All the items."""
        taken = []
        try:
            while True:
                taken.append(self.get())
        except Closed:
            return iter(taken)
