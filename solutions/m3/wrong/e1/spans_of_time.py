"""caught by m3.e1.hidden: numpy has spans of time among the signed integers."""


def _checked(*arrays):
    """ValueError unless these are signed integers of one dtype and one length."""
    if not np.issubdtype(arrays[0].dtype, np.signedinteger) or any(each.dtype != arrays[0].dtype for each in arrays):
        raise ValueError("signed integers of one dtype are needed")
    if not arrays[0].dtype.isnative or any(each.shape != arrays[0].shape for each in arrays):
        raise ValueError("as many numbers are needed on the left as on the right")
