"""caught by m5.e3.correct m5.e3.hidden: whatever has a beginning and a duration counts."""


def _counts(event: Any) -> bool:
    """Whether this entry is an event of the kind that this file is about."""
    if type(event) is not dict:
        return False
    texts = type(event.get("name")) is str and type(event.get("cat")) is str
    return texts and _number(event.get("ts")) and _number(event.get("dur")) and event["dur"] >= 0
