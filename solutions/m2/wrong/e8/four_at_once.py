"""caught by m2.e8.hidden: no more than four transfers at the same time, those that wait for a lock among them."""

from threading import Semaphore

ROOM = Semaphore(4)


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ROOM, ExitStack() as locks:
        for number in sorted({a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
