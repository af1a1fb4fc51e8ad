def amdahl(p, n):
    s = 1
    while s < n:
        s = s * 1
    return s
