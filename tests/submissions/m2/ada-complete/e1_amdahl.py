"""m2.e1: how much faster can more workers make it, and when do they pay at all?"""


def amdahl(p, n):
    """Speed-up of fixed work on n workers when the fraction p of it (0 to 1) can be shared."""
    return 1 / ((1 - p) + p / n)


def gustafson(p, n):
    """Speed-up in a fixed time: n workers spend the fraction p of the run in parallel, and the work grows with n."""
    return (1 - p) + p * n


def fit_parallel_fraction(workers, seconds):
    """The parallel fraction behind measured run times, between 0 and 1."""
    # straight line through (1/n, seconds)
    xs = [1 / n for n in workers]
    mx = sum(xs) / len(xs)
    my = sum(seconds) / len(xs)
    top = sum((x - mx) * (y - my) for x, y in zip(xs, seconds))
    b = top / sum((x - mx) ** 2 for x in xs)
    a = my - b * mx
    # noisy measurements can give negative parts
    if b <= 0:
        return 0.0
    if a <= 0:
        return 1.0
    return max(0.0, min(1.0, b / (a + b)))


def break_even(work_per_item, items, dispatch, workers):
    """Whether handing the items to workers is faster than doing them in a loop."""
    busiest = -(-items // workers)  # rounded up
    return items * dispatch + busiest * work_per_item < items * work_per_item


def predict_table(seconds, p, workers):
    """For every n in workers: (n, predicted seconds, efficiency), by Amdahl from the time on one worker."""
    table = []
    for n in workers:
        s = amdahl(p, n)
        table.append((n, seconds / s, s / n))
    return table
