"""Given for m1.e7: a kernel to learn from, and the two yardsticks of the races on a GPU. Yours to call, not to change."""

from numba import config, cuda

BLOCK = 64 if config.ENABLE_CUDASIM else 256
"""Threads of a block. The simulator runs them one by one, hence so few of them there."""
LONGEST = 17
"""Taps of the longest filter."""


@cuda.jit
def naive(x, k, out):
    """out[i] = k[0] x[i-r] + … + k[2r] x[i+r] with r = len(k) // 2, one thread per element; beyond the ends x is zero."""
    i = cuda.grid(1)  # blockIdx.x * blockDim.x + threadIdx.x: which of all threads am I?
    if i < out.size:  # the last block is seldom full
        total = out.dtype.type(0)  # a float32: 0.0 would be a float64, and slow
        for j in range(k.size):
            place = i + j - k.size // 2
            if 0 <= place < x.size:
                total += k[j] * x[place]
        out[i] = total


def naively_convolved(x, k):
    """The yardstick, for arrays that are on the GPU already."""
    return convolved(naive, x, k)


def convolved(kernel, x, k):
    """What a kernel with the arguments (x, k, out) makes of x and k, one thread per element, as an array on the GPU."""
    out = cuda.device_array_like(x)
    kernel[max(1, -(-x.size // BLOCK)), BLOCK](x, k, out)
    return out


def convolved_by_torch(x, k):
    """The second yardstick: torch, which others have tuned for years. In float32 throughout, as you."""
    import torch

    torch.backends.cudnn.allow_tf32 = False
    signal, taps = (as_tensor(each)[None, None] for each in (x, k))
    return torch.nn.functional.conv1d(signal, taps, padding=k.size // 2)[0, 0]


def as_tensor(array):
    """An array on the GPU as a tensor of torch's, with the same bytes. The simulator's arrays are in ordinary memory."""
    import torch

    return torch.as_tensor(array.copy_to_host()) if config.ENABLE_CUDASIM else torch.as_tensor(array, device="cuda")


# For the tests.


def smooth_twice(smooth, x, k, times):
    """What smooth makes of x, and then of its square roots, which take its place in the same array."""
    first = smooth(x, k, times)
    x[:] = x**0.5
    return first, smooth(x, k, times)
