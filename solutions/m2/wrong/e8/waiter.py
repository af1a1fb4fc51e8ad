"""caught by m2.e8.hidden: a lock of its own while it acquires the others: who waits for one keeps everybody waiting."""

from threading import Lock

WAITER = Lock()


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ExitStack() as locks:
        with WAITER:
            for number in {a, b}:
                locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
