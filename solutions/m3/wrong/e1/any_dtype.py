"""caught by m3.e1.hidden: takes unsigned integers, too, and floats, as long as numpy does."""


def _checked(*arrays):
    if any(each.shape != arrays[0].shape or each.dtype != arrays[0].dtype for each in arrays):
        raise ValueError("both have to be alike")
