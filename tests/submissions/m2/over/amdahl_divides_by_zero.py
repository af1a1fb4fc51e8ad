def amdahl(p, n):
    return 1 / (n - n)
