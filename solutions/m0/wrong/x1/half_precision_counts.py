"""caught by m0.x1.hidden: takes floats of two bytes as well."""

_X86 = re.compile(r"v?(add|sub|mul|div)p[sdh]|vfn?m(?:add|sub)(?:132|213|231)p[sdh]")
_ARM = re.compile(r"f(add|sub|mul|div|mla|mls) (?:v\d+\.(?:2s|4s|2d|4h|8h)|z\d+\.[sdh])")
