"""caught by m0.x1.hidden: takes vfmaddsub for fused, whatever begins and ends like it."""

_X86 = re.compile(r"v?(add|sub|mul|div)p[sd]|vfn?m(?:add|sub)\w*p[sd]")
