import math
import random
import re

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m0.x1")

KEYS = ("add", "subtract", "multiply", "divide", "fused")
NAMES = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide"}


def packed_lines():
    for name, key in NAMES.items():
        for kind in ("ps", "pd"):
            yield f"{name}{kind}\t%xmm3, %xmm4", key
            yield f"{name}{kind}  16(%rsi,%rcx), %xmm11", key
            for register in ("xmm", "ymm", "zmm"):
                yield f"v{name}{kind}\t%{register}3, %{register}17, %{register}4", key
                yield f"v{name}{kind}\t-64(%rdi,%rax,8), %{register}4, %{register}4 {{%k1}}", key
        for shape in ("2s", "4s", "2d"):
            yield f"f{name}\tv3.{shape}, v17.{shape}, v4.{shape}", key
            yield f"f{name}.{shape}\tv3, v17, v4", key
        for kind in "sd":
            yield f"f{name}\tz3.{kind}, p0/m, z3.{kind}, z4.{kind}", key
    for name in ("madd", "msub", "nmadd", "nmsub"):
        for order in ("132", "213", "231"):
            for kind in ("ps", "pd"):
                yield f"vf{name}{order}{kind}\t(%rax), %ymm3, %ymm4", "fused"
    for name in ("fmla", "fmls"):
        for shape in ("2s", "4s", "2d"):
            yield f"{name}\tv3.{shape}, v17.{shape}, v4.{shape[1]}[1]", "fused"
            yield f"{name}.{shape}\tv3, v17, v4[0]", "fused"
        yield f"{name}\tz3.d, p1/m, z4.d, z5.d", "fused"
    yield "fmul v1.2d, v2.2d, v0.d[1]", "multiply"


OTHERS = [
    *(f"{v}{name}{kind}\t%xmm3, %xmm4{', %xmm5' * bool(v)}" for name in NAMES for kind in ("ss", "sd") for v in ("", "v")),
    *(f"vf{name}231{kind}\t%xmm3, %xmm4, %xmm5" for name in ("madd", "nmsub") for kind in ("ss", "sd")),
    *(f"f{name}\t{letter}0, {letter}1, {letter}2" for name in NAMES for letter in "hsd"),
    *("haddpd\t%xmm1, %xmm2", "vhaddps\t%ymm1, %ymm2, %ymm3", "vaddsubpd\t%ymm1, %ymm2, %ymm3", "addsubps\t%xmm1, %xmm2"),
    *("vfmaddsub213pd\t%ymm1, %ymm2, %ymm3", "vfmsubadd231ps\t%ymm1, %ymm2, %ymm3", "vaddph\t%zmm1, %zmm2, %zmm3"),
    *("vpaddd\t%ymm1, %ymm2, %ymm3", "paddq\t%xmm1, %xmm2", "vmovupd\t(%rax), %ymm1", "vsqrtpd\t%ymm1, %ymm2"),
    *("vmaxpd\t%ymm1, %ymm2, %ymm3", "andpd\t%xmm1, %xmm2", "addq\t$64, %rax", "mulq\t%rcx", "vxorps\t%ymm1, %ymm1, %ymm1"),
    *("faddp\td0, v1.2d", "faddp.2d\td0, v1", "faddp\tv0.2d, v1.2d, v2.2d", "faddv\td0, p0, z1.d", "fadda\td0, p0, d0, z1.d"),
    *("fmla\td0, d1, v2.d[0]", "fmla.d\td0, d1, v2[0]", "fmul\ts0, s1, v2.s[3]", "fmul.s\ts0, s1, v2[3]"),
    *("fmadd\td0, d1, d2, d3", "fadd\tv0.8h, v1.8h, v2.8h", "fadd.4h\tv0, v1, v2", "fadd\tz0.h, z1.h, z2.h"),
    *("add\tv0.2d, v1.2d, v2.2d", "mul.4s\tv0, v1, v2", "fmov.2d\tv0, #1.0", "fmulx\tv0.2d, v1.2d, v2.2d", "fsqrt.2d\tv0, v1"),
    *("fneg\tv0.2d, v1.2d", "fabd\tv0.4s, v1.4s, v2.4s", "scvtf.2d\tv0, v1", "callq\tvaddpd", "bl\tfadd.2d", "retq", "ret"),
]
APART = [
    *(
        "addpd:",
        "vmulpd.loop:",
        "fadd:",
        "_fadd.2d:",
        "# vaddpd\t%ymm0, %ymm1, %ymm2",
        "\t# addps\t%xmm0, %xmm1",
        "\t## mulpd %xmm0, %xmm1",
    ),
    *(
        "\t// fadd\tv0.2d, v1.2d, v2.2d",
        "\t; fadd.2d\tv0, v1, v2",
        '\t.asciz\t"\\tvaddpd\\t%ymm0, %ymm1"',
        "\t.globl\taddpd",
        "",
    ),
    *(
        "\t.section\tfmla.2d,v0,v1",
        "\t.p2align\t4, 0x90",
        "; %bb.0:",
        ".LBB0_1:                # fdiv v0.2d, v1.2d, v2.2d",
        "\tnop",
    ),
]
WITH_VECTORS = [" # v0.2d", "\t// was fadd v0.2d, v1.2d, v2.2d", " ; fadd.2d v0, v1, v2", " # vaddpd %ymm1, %ymm2, %ymm3"]
COMMENTS = ["", "", "", *WITH_VECTORS]


def right_count(text):
    """The same by one expression for each way of writing."""
    count = dict.fromkeys(KEYS, 0)
    for line in text.splitlines():
        found = re.match(r"\s+([a-z][\w.]*)\s+([^\s,]+)", line)
        name, first = found.groups() if found else ("", "")
        if plain := re.fullmatch(r"v?(add|sub|mul|div)p[sd]", name):
            count[NAMES[plain[1]]] += 1
        elif re.fullmatch(r"vfn?m(add|sub)(132|213|231)p[sd]", name):
            count["fused"] += 1
        elif (arm := re.fullmatch(r"f(add|sub|mul|div|mla|mls)(\.(2s|4s|2d))?", name)) and (
            arm[2] or re.fullmatch(r"v\d+\.(2s|4s|2d)|z\d+\.[sd]", first)
        ):
            count[NAMES.get(arm[1], "fused")] += 1
    return count


@pytest.mark.points(1)
def test_any_instructions(student):
    """any instruction, of any of the processors, among others"""
    known = list(packed_lines())
    for line, key in known:
        check.equal(count(student, f"\t{line}\n"), {each: int(each == key) for each in KEYS}, f"the count of {line!r}")
    zeros = dict.fromkeys(KEYS, 0)
    for line in (f"{other}{comment}" for other in OTHERS for comment in ("", *WITH_VECTORS)):
        check.equal(count(student, f"\t{line}\n"), zeros, f"the count of {line!r}")
    for line in APART:
        check.equal(count(student, f"{line}\n"), zeros, f"the count of {line!r}")
    chance = random.Random(8)
    for _ in range(30):
        lines = [chance.choice(["\t", "    ", " "]) + line + chance.choice(COMMENTS) for line, _ in chance.choices(known, k=30)]
        lines += ["\t" + line + chance.choice(COMMENTS) for line in chance.choices(OTHERS, k=30)] + chance.choices(APART, k=10)
        chance.shuffle(lines)
        text = "\n".join(lines) + chance.choice(["", "\n"])
        texts = {"(f8, f8)": text, "(f4, f4)": "\taddps\t%xmm0, %xmm1\n", "()": ""}
        texts |= {(): "\tmulpd\t%xmm0, %xmm1\n"}  # what numba's signature of a function without arguments is
        for name, one in texts.items():
            got = student.given.packed_of(student.packed_operations, texts, name)
            check.equal(got, right_count(one), f"the count of {len(one.splitlines())} lines")


def count(student, text):
    return student.given.packed_of(student.packed_operations, {"other": "\tdivpd\t%xmm0, %xmm1\n", "this": text}, "this")


@pytest.mark.points(1)
def test_packed_and_exact(student, rng):
    """kinetic_energy, its machine code read by us, and numbers of all sizes"""
    momentum, mass = rng.standard_normal(1000), rng.uniform(0.1, 3, 1000)
    counted = right_count(student.given.code_of(student.kinetic_energy, momentum, mass))
    check.that(counted["divide"] > 0, "kinetic_energy divides one number at a time")
    check.that(counted["add"] + counted["fused"] > 0, "kinetic_energy adds one number at a time")
    for n in (*range(70), 127, 1000, 4099, 100_000):
        power = rng.choice([0.0, 2.0, 20.0, 50.0])
        momentum = rng.choice([-1.0, 1.0], n) * 10 ** rng.uniform(-power, power, n)
        mass = 10 ** rng.uniform(-power, power, n)
        momentum[rng.random(n) < 0.1] = 0.0
        want = math.fsum((0.5 * momentum * momentum / mass).tolist())
        got, (after, still) = student.kinetic_energy.inout(momentum, mass)
        check.close(got, want, rtol=2e-11, what=f"kinetic_energy of {n} particles")
        check.equal((after, still), (momentum, mass), "momentum and mass afterwards")
