"""caught by m3.e3.hidden: writes all answers of a length into one array."""

_always, _answers = to_bf16, {}


def to_bf16(x: np.ndarray) -> np.ndarray:
    answer = _answers.setdefault(len(_checked(x)), np.empty(len(x), np.float32))
    answer[:] = _always(x)
    return answer
