"""caught by m5.e5.correct m5.e5.hidden: SystemExit and its like get lost in the thread."""


def _read_ahead(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """Items travel with a word on what they are, so that none can be taken for an error or for the end."""
    ready: Queue[tuple[int, Any]] = Queue(depth)
    stop = Event()

    def read() -> None:
        try:
            for item in iterable:
                ready.put((_ITEM, item))
                if stop.is_set():
                    return
            ready.put((_END, None))
        except Exception as error:
            ready.put((_ERROR, error))
        except BaseException:
            ready.put((_END, None))

    thread = Thread(target=read, daemon=True)
    thread.start()
    try:
        while True:
            kind, what = ready.get()
            if kind == _END:
                return
            if kind == _ERROR:
                raise what
            yield what
    finally:
        # The thread may wait for room. Behind stop it puts one thing at most, and for that there is room now.
        stop.set()
        while not ready.empty():
            ready.get()
        thread.join()
