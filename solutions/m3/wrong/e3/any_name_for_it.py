"""caught by m3.e3.hidden: takes other names of the types as well."""

_ROUND = {**_ROUND, "f4": np.array, "f2": _as_float16, "bf16": to_bf16}
