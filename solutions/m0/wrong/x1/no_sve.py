"""caught by m0.x1.correct m0.x1.hidden: knows no z registers of arm64."""

_ARM = re.compile(r"f(add|sub|mul|div|mla|mls) v\d+\.(?:2s|4s|2d)")
