"""Computes how many warps fit on a multiprocessor of a GPU at the same time, from its published limits: nothing is measured.

Limits: NVIDIA, CUDA Programming Guide, "Compute Capabilities", tables of multiprocessor and memory information. How registers
and shared memory are handed out (in lots of 256 and 128 bytes, with 1 KiB per block for the system from 8.0): cuda_occupancy.h
of the CUDA Toolkit. https://docs.nvidia.com/cuda/cuda-programming-guide/05-appendices/compute-capabilities.html
"""

from dataclasses import dataclass

from graders.experiment import Axis, ExperimentResult, Lines, main

CAPABILITY = "8.6"  # compute capability of the GPU: 7.5, 8.0, 8.6, 8.9, 9.0, 10.0 or 12.0
REGISTERS = (32, 64, 128)  # registers that a thread uses, one line for each
SHARED = (0, 8, 24)  # KiB of shared memory that a block uses, one line for each
BLOCKS = (32, 64, 96, 128, 192, 256, 384, 512, 768, 1024)  # threads of a block

WARP = 32
SIDES = 4  # parts of a multiprocessor with registers of their own
REGISTERS_PER_SM = 65536


@dataclass(frozen=True)
class Limits:
    """Of a multiprocessor; shared memory in KiB: of all blocks together, and taken by the system for each of them."""

    blocks: int
    warps: int
    shared: int
    reserved: int = 1
    lot: int = 128


LIMITS = {
    "7.5": Limits(blocks=16, warps=32, shared=64, reserved=0, lot=256),
    "8.0": Limits(blocks=32, warps=64, shared=164),
    "8.6": Limits(blocks=16, warps=48, shared=100),
    "8.9": Limits(blocks=24, warps=48, shared=100),
    "9.0": Limits(blocks=32, warps=64, shared=228),
    "10.0": Limits(blocks=32, warps=64, shared=228),
    "12.0": Limits(blocks=24, warps=48, shared=100),
}


def up(value, lot):
    """The next multiple."""
    return -(-value // lot) * lot


def resident(threads, registers, shared):
    """(blocks on a multiprocessor at the same time, what there is no more of).

    registers per thread, shared memory per block in KiB.
    """
    limits, warps = LIMITS[CAPABILITY], -(-threads // WARP)
    per_side = REGISTERS_PER_SM // SIDES // up(registers * WARP, 256)
    room = {
        "blocks": limits.blocks,
        "warps": limits.warps // warps,
        "registers": per_side * SIDES // warps,
    }
    if shared + limits.reserved:
        room["shared memory"] = limits.shared * 1024 // up((shared + limits.reserved) * 1024, limits.lot)
    scarce = min(room, key=room.get)
    return room[scarce], scarce


def occupancy(threads, registers, shared):
    """Warps that are there, of those that could be."""
    return resident(threads, registers, shared)[0] * -(-threads // WARP) / LIMITS[CAPABILITY].warps


def measure():
    if CAPABILITY not in LIMITS:
        raise SystemExit(f"no limits are known for compute capability {CAPABILITY}, only for {', '.join(LIMITS)}")
    few, none = REGISTERS[0], SHARED[0]
    rows = []
    for registers, shared in [(each, none) for each in REGISTERS] + [(few, each) for each in SHARED if each != none]:
        for threads in BLOCKS:
            blocks, scarce = resident(threads, registers, shared)
            if threads & (threads - 1) == 0:
                share = occupancy(threads, registers, shared)
                rows.append([str(threads), registers, f"{shared} KiB", blocks, f"{share:.0%}", scarce])
    small, usual = BLOCKS[0], 256
    return ExperimentResult(
        f"Occupancy of a multiprocessor, compute capability {CAPABILITY}, computed",
        ["threads", "registers each", "shared memory", "blocks", "occupancy", "no more"],
        rows,
        f"Computed from the limits of compute capability {CAPABILITY}: blocks of {small} threads with {few} registers each "
        f"reach {occupancy(small, few, none):.0%}, blocks of {usual} {occupancy(usual, few, none):.0%}; with "
        + ", ".join(f"{each} registers {occupancy(usual, each, none):.0%}" for each in REGISTERS[1:])
        + "; with "
        + ", ".join(f"{each} KiB of shared memory {occupancy(usual, few, each):.0%}" for each in SHARED if each != none)
        + ".",
        [
            Lines(
                Axis("threads of a block"),
                Axis("occupancy in %"),
                {
                    f"{each} registers": [(threads, 100 * occupancy(threads, each, none)) for threads in BLOCKS]
                    for each in REGISTERS
                },
                title=f"{none} KiB of shared memory per block" if none else "no shared memory",
            ),
            Lines(
                Axis("threads of a block"),
                Axis("occupancy in %"),
                {f"{each} KiB": [(threads, 100 * occupancy(threads, few, each)) for threads in BLOCKS] for each in SHARED},
                title=f"{few} registers per thread, so much shared memory per block",
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"BLOCKS": (32, 256, 1024)}, timed=False)
