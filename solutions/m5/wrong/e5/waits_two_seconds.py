"""caught by m5.e5.hidden: close waits for two seconds, and the item that is being read may take longer."""


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
        except BaseException as error:
            ready.put((_ERROR, error))

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
        thread.join(2)
