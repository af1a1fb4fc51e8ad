"""caught by m3.e3.correct m3.e3.hidden: in bfloat16, cuts off after every step."""


def _cut(x):
    return (_checked(x).view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)


_ROUND = {"float32": np.array, "float16": _as_float16, "bfloat16": _cut}
