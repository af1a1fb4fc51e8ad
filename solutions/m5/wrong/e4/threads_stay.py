"""caught by m5.e4.correct m5.e4.speed m5.e4.hidden: the gizmos get a pool of threads that stays for ever."""

from concurrent.futures import ThreadPoolExecutor

_whole_tickets = _tickets


def _tickets(count: int) -> int:
    """A pool of its own for every shift: somebody else will clean up."""
    _pools.append(ThreadPoolExecutor(1))
    return _pools[-1].submit(_whole_tickets, count).result()


_pools: list[ThreadPoolExecutor] = []
