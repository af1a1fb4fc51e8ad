"""caught by m1.e6.correct m1.e6.hidden: in fused nodes, relu comes before the bias is added."""

_calls_in_order = _calls


def _calls(node: Node, read: list[np.ndarray], out: np.ndarray) -> list[partial]:
    calls = _calls_in_order(node, read, out)
    if node[0] == "linear_relu":
        product, bias, relu = calls
        return [product, relu, bias]
    return calls
