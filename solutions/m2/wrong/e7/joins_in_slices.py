"""caught by m2.e7.hidden: waits for its thread in small pieces, in which the event loop stands still."""

import threading


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args) in another thread."""
    outcome: list[tuple[bool, Any]] = []

    def work() -> None:
        try:
            outcome.append((True, f(*args)))
        except Exception as error:
            outcome.append((False, error))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.005)
        await asyncio.sleep(0)
    good, value = outcome[0]
    if good:
        return value
    raise value
