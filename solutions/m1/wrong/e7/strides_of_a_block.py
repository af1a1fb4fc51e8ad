"""caught by m1.e7.hidden: goes on by the threads of its own block only, and meets the next block's elements."""


@cuda.jit
def add_grid_stride(a, b, out):
    for me in range(cuda.grid(1), out.size, cuda.blockDim.x):
        out[me] = a[me] + b[me]
