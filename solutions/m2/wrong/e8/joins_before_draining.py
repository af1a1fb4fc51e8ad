"""caught by m2.e8.correct m2.e8.speed m2.e8.hidden: waits for threads that wait for room in a full queue of results."""


class Pipeline(Pipeline):
    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        queues: list[Queue[Any]] = [Queue(self._capacity) for _ in self._stages]
        queues.append(Queue(self._capacity))
        errors: list[BaseException] = []
        send = [queue.put for queue in queues[1:]]

        def work(number: int) -> None:
            # After an error the items are still taken, but only to let those upstream come to their end.
            while (item := queues[number].get()) is not END:
                if not errors:
                    try:
                        send[number](self._stages[number](item))
                    except BaseException as error:
                        errors.append(error)
            queues[number + 1].put(END)

        threads = [Thread(target=work, args=(number,)) for number in range(len(self._stages))]
        for thread in threads:
            thread.start()
        try:
            for item in items:
                if errors:
                    break
                queues[0].put(item)
        finally:
            queues[0].put(END)
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]
        return list(iter(queues[-1].get, END))
