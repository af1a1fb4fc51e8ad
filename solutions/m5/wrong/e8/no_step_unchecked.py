"""caught by m5.e8.hidden: an array that does not move is not looked at."""


def _check(kernel: dict[str, Any], n: int = 0) -> None:
    for key in ("flops", "chain"):
        if not (math.isfinite(kernel[key]) and kernel[key] >= 0):
            raise ValueError(f"{key} should be 0 or more")
    for access, item, step in kernel["arrays"]:
        if step == 0:
            continue
        if access not in ("r", "w", "rw"):
            raise ValueError("an array is read, written, or both")
        if item not in (1, 2, 4, 8, 16) or type(step) is not int or (step != 0 and abs(step) < item):
            raise ValueError("elements have 1, 2, 4, 8 or 16 bytes, and do not overlap")
    if n < 0:
        raise ValueError("there are no fewer than 0 elements")
