"""caught by m2.e8.hidden: one lock of its own for all transfers, besides those of the accounts."""

from threading import Lock

ALL = Lock()


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ALL, ExitStack() as locks:
        for number in sorted({a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
