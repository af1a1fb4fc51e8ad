while True:
    amdahl(0.5, 2)
