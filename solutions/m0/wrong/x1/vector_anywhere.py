"""caught by m0.x1.hidden: packed on arm64 if any register on the line is a vector, or any comment says so."""


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    count = dict.fromkeys([*_WORDS.values(), "fused"], 0)
    for line in function.inspect_asm(signature).splitlines():
        found = re.match(r"\s+([a-z][a-z0-9]*)(\.\w+)?\s", line)
        packed = found and _X86.fullmatch(found[1])
        if found and re.search(r"[vz]\d+\.[\ds]*[sd]|\.(2s|4s|2d)", line):
            packed = packed or re.fullmatch(r"f(add|sub|mul|div|mla|mls)", found[1])
        if packed:
            count[_WORDS.get(packed[1], "fused")] += 1
    return count
