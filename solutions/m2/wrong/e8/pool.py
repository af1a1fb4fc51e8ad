"""caught by m2.e8.correct m2.e8.hidden: as many threads as stages, each of them does all stages of an item."""

from concurrent.futures import ThreadPoolExecutor


class Pipeline(Pipeline):
    """A pool of threads."""

    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""

        def all_stages(item: Any) -> Any:
            for stage in self._stages:
                item = stage(item)
            return item

        with ThreadPoolExecutor(len(self._stages)) as pool:
            return list(pool.map(all_stages, items))
