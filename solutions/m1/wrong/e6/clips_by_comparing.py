"""caught by m1.e6.hidden: asks for the lower end first, and then is done: not so where it lies above the upper end."""

LINES["clip"] = "v = {0} if v < {0} else ({1} if v > {1} else v)"
