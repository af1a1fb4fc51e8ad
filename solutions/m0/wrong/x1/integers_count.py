"""caught by m0.x1.hidden: takes additions of integers on arm64 for those of floats."""

_ARM = re.compile(r"f?(add|sub|mul|div|mla|mls) (?:v\d+\.(?:2s|4s|2d)|z\d+\.[sd])")
