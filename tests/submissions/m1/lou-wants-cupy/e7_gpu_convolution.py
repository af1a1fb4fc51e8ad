import cupy


def launch_shape(n, block):
    return n // block, block
