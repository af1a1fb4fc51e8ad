"""caught by m5.e3.hidden: a kind that is a list is looked for in a dict."""


def _counts(event: Any) -> bool:
    """Whether this entry is an event of the kind that this file is about."""
    if type(event) is not dict or event.get("ph") != "X":
        return False
    texts = "name" in event and "cat" in event
    return texts and _number(event.get("ts")) and _number(event.get("dur")) and event["dur"] >= 0
