def amdahl(p, n):
    table = []
    while True:
        table.append(bytes(100_000_000))
