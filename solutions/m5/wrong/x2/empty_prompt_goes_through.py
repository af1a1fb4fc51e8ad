"""caught by m5.x2.correct m5.x2.hidden: without a prompt, begins with token 0."""


def generate(model: Model, prompt: np.ndarray, count: int) -> np.ndarray:
    _check(model, prompt)
    if count < 0 or len(prompt) + count > len(model["places"]):
        raise ValueError(f"a prompt of {len(prompt)} tokens and {count} new ones, for {len(model['places'])} places")
    answer = np.empty(count, np.int64)
    cache, new = Cache(model), prompt if len(prompt) else np.zeros(1, np.int64)
    for i in range(count):
        answer[i] = cache.extend(new)[-1].argmax()
        new = answer[i : i + 1]
    return answer
