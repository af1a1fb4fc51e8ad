"""caught by m5.e3.hidden: every copy is believed to have its args."""


def _args(event: dict[str, Any], key: str) -> Any:
    """The int under this key of the event's args, if there is one."""
    return event.get("args", {}).get(key)
