"""caught by m2.e8.hidden: says yes to every transfer to oneself."""


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    if a == b:
        return True
    with ExitStack() as locks:
        for number in sorted({a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
