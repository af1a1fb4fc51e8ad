"""caught by m5.e3.hidden: threads of different processes are mixed up."""


def _suspect(copy: dict[str, Any], calls: dict[int, dict[str, Any]], operations: list[dict[str, Any]]) -> str:
    """The longest operation around the call that asked for the copy."""
    correlation = _args(copy, "correlation")
    if correlation is None or correlation not in calls:
        return str(copy["name"])
    call = calls[correlation]
    around = [
        each
        for each in operations
        if each["ts"] <= call["ts"] and _end(each) >= _end(call) and each.get("tid") == call.get("tid")
    ]
    return str(max(around, key=lambda each: each["dur"], default=call)["name"])
