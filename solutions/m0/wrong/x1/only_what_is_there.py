"""caught by m0.x1.correct m0.x1.hidden: has keys only for what it found."""

from collections import Counter


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    count: Counter[str] = Counter()
    for line in function.inspect_asm(signature).splitlines():
        if found := _INSTRUCTION.match(line):
            name, first = found.groups()
            name, dot, shape = name.partition(".")
            packed = _X86.fullmatch(name + dot + shape) or _ARM.fullmatch(f"{name} {first}{dot}{shape}")
            if packed:
                count[_WORDS.get(packed[1], "fused")] += 1
    return dict(count)
