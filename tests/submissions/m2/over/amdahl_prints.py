def amdahl(p, n):
    while True:
        print("still computing the speed-up for", p, n)
