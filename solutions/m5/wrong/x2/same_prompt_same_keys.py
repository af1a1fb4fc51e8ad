"""caught by m5.x2.hidden, perhaps m5.x2.correct m5.x2.speed: a cache goes on where a prompt is alike, whatever the weights."""

_KEPT = {}


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    _check(model, prompt)
    if len(prompt) == 0 or count < 0 or len(prompt) + count > len(model["places"]):
        raise ValueError(f"a prompt of {len(prompt)} tokens and {count} new ones")
    cache, known = _KEPT.get(id(model), (None, None))
    if cache is None:
        cache, known = Cache(model), np.empty(0, np.int64)
    cache._model = model
    common = 0
    while common < min(len(known), len(prompt) - 1) and known[common] == prompt[common]:
        common += 1
    cache.cut(common)
    answer, new = np.empty(count, np.int64), prompt[common:]
    for i in range(count):
        answer[i] = cache.extend(new)[-1].argmax()
        new = answer[i : i + 1]
    known = np.concatenate([prompt, answer])[: cache.length]
    _KEPT.clear()
    _KEPT[id(model)] = cache, known
    return answer
