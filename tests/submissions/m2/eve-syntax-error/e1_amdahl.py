from math import ceil


def amdahl(p, n):
    return n / (n - p * (n - 1))


def gustafson(p, n)
    return n - (1 - p) * (n - 1)


def fit_parallel_fraction(workers, seconds):
    # least squares for t = a + b * x with x = 1 / n
    k = len(workers)
    sx = sum(1 / n for n in workers)
    sxx = sum(1 / n**2 for n in workers)
    st = sum(seconds)
    sxt = sum(t / n for n, t in zip(workers, seconds))
    b = (k * sxt - sx * st) / (k * sxx - sx * sx)
    a = (st - b * sx) / k
    return max(0.0, min(1.0, b / (a + b)))


def break_even(work_per_item, items, dispatch, workers):
    longest = ceil(items / workers)
    return items * dispatch + longest * work_per_item < items * work_per_item


def predict_table(seconds, p, workers):
    rows = []
    for n in workers:
        s = amdahl(p, n)
        rows.append((n, seconds / s, s / n))
    return rows
