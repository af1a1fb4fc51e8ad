"""caught by m0.x1.correct m0.x1.hidden: knows pd and 2d, as the recorded loops have them."""

_X86 = re.compile(r"v?(add|sub|mul|div)pd|vfn?m(?:add|sub)(?:132|213|231)pd")
_ARM = re.compile(r"f(add|sub|mul|div|mla|mls) (?:v\d+\.2d|z\d+\.d)")
