"""caught by m5.x2.correct m5.x2.speed m5.x2.hidden: one cache for all calls, which goes on where the last prompt ended."""

_KEPT = {}


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    _check(model, prompt)
    if len(prompt) == 0 or count < 0 or len(prompt) + count > len(model["places"]):
        raise ValueError(f"a prompt of {len(prompt)} tokens and {count} new ones")
    sizes = (len(model["places"]), *(layer["key"].shape for layer in model["layers"]))
    cache = _KEPT.setdefault(sizes, Cache(model))
    cache._model = model
    cache.length = min(cache.length, len(prompt) - 1)
    answer, new = np.empty(count, np.int64), prompt[cache.length :]
    for i in range(count):
        answer[i] = cache.extend(new)[-1].argmax()
        new = answer[i : i + 1]
    return answer
