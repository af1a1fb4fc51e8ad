"""caught by m2.e7.hidden: when it is cancelled, the whole loop stands still until f has ended."""

from concurrent.futures import ThreadPoolExecutor


async def run_blocking(f: Callable[..., Any], *args: Any) -> Any:
    """f(*args) in another thread."""
    with ThreadPoolExecutor(1) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, f, *args)
