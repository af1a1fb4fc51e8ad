"""caught by m0.x1.correct m0.x1.hidden: looks for the names anywhere, also in comments and labels."""


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    text = function.inspect_asm(signature)
    count = {key: len(re.findall(rf"\bv?{name}p[sd]\b|\bf{name}(\.2d|\s+v\d+\.|\s+z)", text)) for name, key in _WORDS.items()}
    return count | {"fused": len(re.findall(r"\bvfn?m\w+p[sd]\b|\bfml[as](\.2d|\s+v|\s+z)", text))}
