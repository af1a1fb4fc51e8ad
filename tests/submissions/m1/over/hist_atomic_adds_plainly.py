@cuda.jit
def hist_atomic(x, h):
    for place in range(cuda.grid(1), x.size, cuda.gridsize(1)):
        h[x[place]] += 1
