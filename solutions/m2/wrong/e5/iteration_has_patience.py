"""caught by m2.e5.hidden: iteration takes a channel for finished when nothing has come for a fifth of a second."""


class Channel(Channel):
    def __iter__(self) -> Iterator[Any]:
        """Take items until the channel is closed and empty."""
        while True:
            try:
                item = self.get(0.2)
            except (Closed, TimeoutError):
                return
            yield item
