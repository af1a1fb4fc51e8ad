"""caught by m2.e8.hidden: reads three items at a time."""

from itertools import islice


class Pipeline(Pipeline):
    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        queues: list[Queue[Any]] = [Queue(self._capacity) for _ in self._stages]
        results: list[Any] = []
        errors: list[BaseException] = []
        send = [queue.put for queue in queues[1:]] + [results.append]

        def work(number: int) -> None:
            # After an error the items are still taken, but only to let those upstream come to their end.
            while (item := queues[number].get()) is not END:
                if not errors:
                    try:
                        send[number](self._stages[number](item))
                    except BaseException as error:
                        errors.append(error)
            if number + 1 < len(queues):
                queues[number + 1].put(END)

        threads = [Thread(target=work, args=(number,)) for number in range(len(queues))]
        for thread in threads:
            thread.start()
        try:
            for item in self._ahead(items):
                if errors:
                    break
                queues[0].put(item)
        finally:
            queues[0].put(END)
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]
        return results

    def _ahead(self, items: Iterable[Any]) -> Iterable[Any]:
        source = iter(items)
        while batch := list(islice(source, 3)):
            yield from batch
