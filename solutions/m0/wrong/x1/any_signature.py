"""caught by m0.x1.correct m0.x1.hidden: reads the first machine code that the function has."""


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    count = dict.fromkeys([*_WORDS.values(), "fused"], 0)
    for line in next(iter(function.inspect_asm().values())).splitlines():
        if found := _INSTRUCTION.match(line):
            name, first = found.groups()
            name, dot, shape = name.partition(".")
            packed = _X86.fullmatch(name + dot + shape) or _ARM.fullmatch(f"{name} {first}{dot}{shape}")
            if packed:
                count[_WORDS.get(packed[1], "fused")] += 1
    return count
