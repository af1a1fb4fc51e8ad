"""caught by m0.x1.correct m0.x1.hidden: looks for a v in front, which SSE does not have."""

_X86 = re.compile(r"v(add|sub|mul|div)p[sd]|vfn?m(?:add|sub)(?:132|213|231)p[sd]")
