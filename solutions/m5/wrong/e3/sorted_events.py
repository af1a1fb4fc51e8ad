"""caught by m5.e3.correct m5.e3.hidden: events come in the order of time."""


def read_trace(path: str | Path) -> list[dict[str, Any]]:
    """The events that count."""
    path = Path(path)
    try:
        trace = json.loads(_text(path).decode())
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ValueError(f"{path.name} is a gzip file that is cut or damaged") from None
    except RecursionError:
        raise ValueError(f"{path.name} is nested too deeply") from None
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise ValueError(f"{path.name} is not JSON: perhaps its end is missing, or it was gzipped twice") from None
    except ValueError as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None
    events = trace.get("traceEvents") if type(trace) is dict else trace
    if type(events) is not list:
        raise ValueError(f"{path.name} is JSON, but not a trace")
    return sorted([event for event in events if _counts(event)], key=lambda event: event["ts"])
