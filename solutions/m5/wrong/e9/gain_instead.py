"""caught by m5.e9.correct m5.e9.hidden: lost has the wrong sign."""


def report(network: Network, small: bytes, data: dict[str, Pictures]) -> dict[str, float]:
    """The test part has its say when everything is decided."""
    x, y = data["test"]
    if not len(x):
        raise ValueError("without any picture there is nothing to say")
    before, after = _right(run(network, x).argmax(axis=1), y), _right(predict(small, x), y)
    return {"bytes": len(small), "before": before, "after": after, "lost": after - before}
