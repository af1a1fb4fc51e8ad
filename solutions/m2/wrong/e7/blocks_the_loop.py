"""caught by m2.e7.correct m2.e7.hidden: calls f in the thread of the event loop."""


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args)."""
    return f(*args)
