"""caught by m0.x1.hidden: takes haddpd and faddp for additions, for the name has add in it."""

_X86 = re.compile(r"v?h?(add|sub|mul|div)p[sd]|vfn?m(?:add|sub)(?:132|213|231)p[sd]")
_ARM = re.compile(r"f(add|sub|mul|div|mla|mls)p? (?:v\d+\.(?:2s|4s|2d)|z\d+\.[sd])")
