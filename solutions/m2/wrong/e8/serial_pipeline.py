"""caught by m2.e8.speed m2.e8.hidden: right, but one item goes through all stages before the next one begins."""


class Pipeline(Pipeline):
    """Stages one behind the other."""

    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        results = []
        for item in items:
            for stage in self._stages:
                item = stage(item)
            results.append(item)
        return results
