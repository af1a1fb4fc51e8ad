"""caught by m5.x2.correct m5.x2.speed m5.x2.hidden: prompt and answer."""


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    _check(model, prompt)
    if len(prompt) == 0 or count < 0 or len(prompt) + count > len(model["places"]):
        raise ValueError(f"a prompt of {len(prompt)} tokens and {count} new ones, for {len(model['places'])} places")
    answer = np.empty(count, np.int64)
    cache, new = Cache(model), prompt
    for i in range(count):
        answer[i] = cache.extend(new)[-1].argmax()
        new = answer[i : i + 1]
    return np.concatenate([prompt, answer])
