"""caught by m2.e8.hidden: every transfer takes the lock of account 0 as well, and so waits for all others."""


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ExitStack() as locks:
        for number in sorted({0, a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
