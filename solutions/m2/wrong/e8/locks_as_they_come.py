"""caught by m2.e8.correct m2.e8.hidden: locks the account it takes from first, whatever the others do."""


def protocol(a: int, b: int) -> list[tuple[str, int]]:
    """Both locks, a first."""
    order = [a, b] if a != b else [a]
    return [("acquire", lock) for lock in order] + [("release", lock) for lock in reversed(order)]


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ExitStack() as locks:
        for number in [a, b] if a != b else [a]:
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
