"""caught by m2.e8.correct m2.e8.hidden: takes the money away before it holds the second lock."""


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    if a == b:
        with accounts[a].lock:
            return bool(accounts[a].balance >= amount)
    if a < b:
        with accounts[a].lock:
            if accounts[a].balance < amount:
                return False
            accounts[a].balance -= amount
            with accounts[b].lock:
                accounts[b].balance += amount
        return True
    with accounts[b].lock, accounts[a].lock:
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
