"""caught by m2.e8.hidden: an item that is None, or a stage that returns None, ends the pipeline."""


class Pipeline(Pipeline):
    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        queues: list[Queue[Any]] = [Queue(self._capacity) for _ in self._stages]
        results: list[Any] = []
        errors: list[BaseException] = []
        send = [queue.put for queue in queues[1:]] + [results.append]

        def work(number: int) -> None:
            while (item := queues[number].get()) is not None:
                if not errors:
                    try:
                        send[number](self._stages[number](item))
                    except BaseException as error:
                        errors.append(error)
            if number + 1 < len(queues):
                queues[number + 1].put(None)

        threads = [Thread(target=work, args=(number,)) for number in range(len(queues))]
        for thread in threads:
            thread.start()
        try:
            for item in items:
                if errors:
                    break
                queues[0].put(item)
        finally:
            queues[0].put(None)
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]
        return results
