import math

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.x1")

KEYS = ("add", "subtract", "multiply", "divide", "fused")
COUNTS = {
    "x86-64, SSE, strict": (0, 0, 0, 0, 0),
    "x86-64, SSE, fast": (2, 1, 2, 1, 0),
    "x86-64, AVX2, strict": (0, 0, 0, 0, 0),
    "x86-64, AVX2, fast": (2, 1, 1, 1, 1),
    "x86-64, AVX-512, strict": (0, 0, 0, 0, 0),
    "x86-64, AVX-512, fast": (3, 1, 1, 1, 1),
    "arm64, Linux, strict": (1, 1, 2, 1, 0),
    "arm64, Linux, fast": (1, 1, 1, 1, 1),
    "arm64, macOS, strict": (1, 1, 2, 1, 0),
    "arm64, macOS, fast": (1, 1, 1, 1, 1),
    "arm64, SVE, strict": (1, 1, 2, 1, 0),
    "arm64, SVE, fast": (1, 1, 1, 1, 1),
}


@pytest.mark.points(1)
def test_one_instruction(student):
    """one instruction, packed or not"""
    lines = (
        ("\tvaddpd\t%ymm0, %ymm1, %ymm2", "add"),
        ("\tsubps\t%xmm0, %xmm1", "subtract"),
        ("\tvfmadd231pd\t(%rdi,%rax,8), %zmm1, %zmm2", "fused"),
        ("\tvaddsd\t%xmm0, %xmm1, %xmm2", None),
        ("\tfmul\tv0.4s, v1.4s, v2.4s", "multiply"),
        ("\tfdiv.2d\tv0, v1, v2", "divide"),
        ("\tfadd\td0, d1, d2", None),
        ("\taddq\t$8, %rax", None),
        ("# vaddpd", None),
    )
    for line, key in lines:
        want = {each: int(each == key) for each in KEYS}
        check.equal(
            student.given.packed_of(student.packed_operations, {"one": line + "\n"}, "one"), want, f"the count of {line!r}"
        )


@pytest.mark.points(1)
def test_recorded(student):
    """the recorded loops, for six processors"""
    texts = student.given.recorded()
    for name, counts in COUNTS.items():
        want = dict(zip(KEYS, counts, strict=True))
        check.equal(student.given.packed_of(student.packed_operations, texts, name), want, f"the count for {name}")


@pytest.mark.points(1)
def test_kinetic_energy(student, rng):
    """a packed loop, as exact as before"""
    for n in (0, 1, 2, 3, 100, 1001):
        energy_is_right(student.kinetic_energy, rng.standard_normal(n), rng.uniform(0.1, 3, n))
    momentum, mass = rng.standard_normal(100), rng.uniform(0.1, 3, 100)
    check.that(student.given.code_of(student.kinetic_energy, momentum, mass) != "", "kinetic_energy is not compiled by njit")
    counted = student.given.packed_of_own(student.packed_operations, student.kinetic_energy, momentum, mass)
    check.that(counted["divide"] > 0, "kinetic_energy divides one number at a time, says your packed_operations")
    check.that(counted["add"] + counted["fused"] > 0, "kinetic_energy adds one number at a time, says your packed_operations")


def energy_is_right(kinetic_energy, momentum, mass):
    want = math.fsum((0.5 * momentum * momentum / mass).tolist())
    check.close(kinetic_energy(momentum, mass), want, rtol=2e-11, what=f"kinetic_energy of {len(mass)} particles")
