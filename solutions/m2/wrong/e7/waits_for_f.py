"""caught by m2.e7.hidden: when it is cancelled, it waits for the end of f all the same."""


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args) in another thread."""
    running = asyncio.ensure_future(asyncio.to_thread(f, *args))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await running
        raise
