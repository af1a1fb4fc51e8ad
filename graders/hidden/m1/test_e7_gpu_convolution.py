import numpy as np
import pytest

from graders.judge import check, gpu

pytestmark = pytest.mark.exercise("m1.e7")

BLOCK = 64
ORDERS = ("reverse", 1, 2)


def filtered(x, k):
    padded = np.pad(x.astype("f8"), len(k) // 2)
    return np.correlate(padded, k.astype("f8"), "valid").astype("f4")


@pytest.mark.points(1)
def test_any_size_and_order(student, rng):
    """any size, any block size, threads in any order"""
    for n, block, blocks in ((0, 64, 1), (1, 1, 1), (10**17 + 1, 100, 10**15 + 1), ((1 << 53) + 1, 1, (1 << 53) + 1)):
        check.equal(student.launch_shape(n, block), (blocks, block), f"launch_shape({n}, {block})")
    a, b = rng.random(45, "f4"), rng.random(45, "f4")
    a[:6], b[:6] = [0, -1, 0.5, 0.5, 0, -1], [0.5, 0.5, 0, -1, 0, 1]
    for order, (kernel, blocks, threads) in zip(
        ORDERS, (("add", 3, 16), ("add_grid_stride", 2, 8), ("add_grid_stride", 5, 16)), strict=True
    ):
        found = gpu.launch(student, kernel, blocks, threads, a, b, np.full(45, 7, "f4"), order=order)
        check.equal(found.args, (a, b, a + b), f"(a, b, out) after {kernel}")
    for kernel in ("add", "add_grid_stride"):
        gpu.launch(student, kernel, 1, 16, a[:0], b[:0], a[:0])
    for order, n, taps in zip((*ORDERS, 3), (1, 5, 65, 127), (17, 3, 1, 5), strict=True):
        x, k, out = rng.normal(size=n).astype("f4"), rng.normal(size=taps).astype("f4"), np.full(n, 7, "f4")
        found = gpu.launch(student, "conv_shared", -(-n // BLOCK), BLOCK, x, k, out, order=order)
        check.close(found.args[2], filtered(x, k), rtol=1e-4, atol=1e-5)
        found = gpu.launch(student, "conv_padded", n, 1, np.pad(x, taps // 2), k, out, order=order)
        check.close(found.args[2], filtered(x, k), rtol=1e-4, atol=1e-5)
    k = np.array([0.5, 1, -0.25], "f4")
    for times in (1, 2, 4, 2):
        x = want = rng.random(65, "f4")
        found = gpu.run(student, "smooth", x, k, times)
        for _ in range(times):
            want = filtered(want, k)
        check.close(found.value, want, rtol=1e-4, atol=1e-5, what=f"x smoothed {times} times")
        check.equal(found.args[:2], (x, k), "(x, k), after smooth,")
    for times, told in ((0, "not at all"), (1, "once")):
        x = rng.random(65, "f4")
        answers = student.given.smooth_twice(student.smooth, x, k, times)
        want = (filtered(x, k), filtered(x**0.5, k)) if times else (x, x**0.5)
        check.close(answers, want, rtol=1e-4, atol=1e-5, what=f"x smoothed {told}, and again with other numbers in it,")
    for n in (0, 1):
        check.equal(gpu.run(student, "smooth", np.ones(n, "f4"), np.ones(1, "f4"), 2).value, np.ones(n, "f4"))


@pytest.mark.points(1)
def test_every_element_once(student, rng):
    """each block reads what it needs once, and warps read side by side"""
    x, k, out = rng.random(256, "f4"), rng.random(9, "f4"), np.zeros(256, "f4")
    found = gpu.launch(student, "conv_shared", 4, BLOCK, x, k, out)
    gpu.accesses(student, found, "reads", of="x", at_most=300, drawn=False)
    gpu.accesses(student, found, "reads", of="k", at_most=48, drawn=False)
    gpu.accesses(student, found, "transactions", of="global", at_most=48, drawn=False)
    a, b, out = rng.random(256, "f4"), rng.random(256, "f4"), np.zeros(256, "f4")
    found = gpu.launch(student, "add_grid_stride", 2, 32, a, b, out)
    gpu.accesses(student, found, "transactions", of="global", at_most=24, drawn=False)


@pytest.mark.points(1)
def test_compiles_for_a_gpu(student):
    """every kernel compiles for a GPU, and computes in float32"""
    gpu.typed(student, ("add", "add_grid_stride", "conv_padded", "conv_shared"), "f4[]", "f4[]", "f4[]")
