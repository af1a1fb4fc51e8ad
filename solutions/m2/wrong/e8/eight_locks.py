"""caught by m2.e8.hidden: has eight locks of its own, and every transfer takes one of them by the number of an account."""

from threading import Lock

STRIPES = [Lock() for _ in range(8)]


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with STRIPES[min(a, b) % 8], ExitStack() as locks:
        for number in sorted({a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
