"""caught by m2.e8.hidden: raises the error at once, while other stages are still at their items."""


class Pipeline(Pipeline):
    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        queues: list[Queue[Any]] = [Queue(self._capacity) for _ in self._stages]
        results: list[Any] = []
        errors: list[BaseException] = []
        send = [queue.put for queue in queues[1:]] + [results.append]

        def work(number: int) -> None:
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
            for item in items:
                if errors:
                    break
                queues[0].put(item)
        finally:
            queues[0].put(END)
            while not errors and any(thread.is_alive() for thread in threads):
                for thread in threads:
                    thread.join(1e-3)
        if errors:
            raise errors[0]
        return results
