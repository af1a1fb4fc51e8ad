"""caught by m5.e3.hidden: true and false are taken for numbers."""


def _number(value: Any) -> bool:
    """Whether this is a number that is finite as a float."""
    try:
        return isinstance(value, (int, float)) and math.isfinite(value)
    except OverflowError:
        return False


def _args(event: dict[str, Any], key: str) -> Any:
    """The int under this key of the event's args, if there is one."""
    args = event.get("args")
    value = args.get(key) if type(args) is dict else None
    return value if isinstance(value, int) else None
