"""caught by m0.x1.hidden: looks for a vector anywhere on the line, comments included."""

WORDS = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide"}


X86 = re.compile(r"v?(add|sub|mul|div)p[sd]")


X86_FUSED = re.compile(r"vfn?m(add|sub)(132|213|231)p[sd]")


ARM = re.compile(r"f(add|sub|mul|div|mla|mls)(\.2s|\.4s|\.2d)?")


VECTOR = re.compile(r"v\d+\.(2s|4s|2d)|z\d+\.[sd]")


def _kind(line):
    if line[:1] not in (" ", "\t"):
        return None
    if line.strip()[:1] in ("#", ";", "/", "."):
        return None
    parts = line.split(None, 1)
    if len(parts) < 2:
        return None
    name, registers = parts
    if found := X86.fullmatch(name):
        return WORDS[found[1]]
    if X86_FUSED.fullmatch(name):
        return "fused"
    if (found := ARM.fullmatch(name)) and (found[2] or VECTOR.search(registers)):
        return WORDS.get(found[1], "fused")
    return None


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    counts = dict.fromkeys(("add", "subtract", "multiply", "divide", "fused"), 0)
    for line in re.split("[\r\n]+", function.inspect_asm(signature)):
        kind = _kind(line)
        if kind:
            counts[kind] += 1
    return counts
