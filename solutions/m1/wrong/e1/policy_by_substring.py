"""caught by m1.e1.hidden: any part of a policy's name is taken for a policy, even none of it."""


class Ring(Ring):
    def __init__(self, capacity: int, policy: str = "raise", dtype: str = "i8") -> None:
        if policy not in "raise drop_new drop_old grow":
            raise ValueError(f"there is no policy {policy!r}")
        super().__init__(capacity, "drop_old", dtype)
        self._policy = policy
