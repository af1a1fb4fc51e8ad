"""caught by m3.e1.hidden: two different dtypes become the wider one."""


def _checked(*arrays):
    if any(each.dtype not in _SIGNED or each.shape != arrays[0].shape for each in arrays):
        raise ValueError("signed integers are needed, as many left as right")
