"""caught by m2.e8.correct m2.e8.hidden: never holds both locks, so that the money is on the way for a while."""


def protocol(a: int, b: int) -> list[tuple[str, int]]:
    """One lock after the other."""
    return [(step, lock) for lock in sorted({a, b}) for step in ("acquire", "release")]


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with accounts[a].lock:
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
    with accounts[b].lock:
        accounts[b].balance += amount
        return True
