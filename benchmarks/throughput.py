"""A large class: does the judge's memory stay flat, is anything left behind, and do two workers do twice the work?

    python benchmarks/throughput.py            500 submissions once, then 100 with one and with two at a time, in turn

The submissions are those of a small exercise without races, one in ten of them endless, crashing, wrong or not started, so
that the grader is what is measured. Prints the grading process's resident memory while the first and the last hundred
were judged, what was left behind (processes, shared memory, temporary files), and the ratio of submissions per second.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.checkout import FAST, HIDDEN, TESTS, WRONG, Checkout
from tests.conftest import make_checkout, with_trial

ODD = (WRONG, "while True: pass\n", "import os\nos._exit(0)\n", "def blur(a):\n    raise NotImplementedError\n", "def blur(:\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, default=500)
    parser.add_argument("--pairs", type=int, default=3, help="of runs with one and with two at a time")
    parser.add_argument("--no-sandbox", action="store_true")
    options = parser.parse_args()
    sandbox = "--no-sandbox" if options.no_sandbox else "--sandbox-if-possible"
    with tempfile.TemporaryDirectory(prefix="throughput-") as folder:
        course = with_trial(make_checkout(Path(folder)))
        course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
        # No races: their number of rounds would be measured instead.
        course.write("assignments/m9/test_e1_blur.py", TESTS[: TESTS.index("@pytest.mark.perf")])
        toml = (Path(folder) / "assignments/m9/module.toml").read_text()
        first = toml.split('[[exercise]]\nid = "m9.e2"')[0].replace("speed = 4, ", "").replace("points = 13", "points = 6")
        course.write("assignments/m9/module.toml", first)
        flat(course, options.students, sandbox)
        if options.pairs:
            side_by_side(course, 100, options.pairs, sandbox)


def hand_ins(course: Checkout, name: str, students: int) -> None:
    for number in range(students):
        source = ODD[number // 10 % len(ODD)] if number % 10 == 9 else FAST
        course.write(f"{name}/s{number:04}/e1_blur.py", f"{source}# {number}\n")


def flat(course: Checkout, students: int, sandbox: str) -> None:
    hand_ins(course, "many", students)
    before = left()
    begin = time.monotonic()
    process = start(course, "many", sandbox)
    judged: list[tuple[int, int]] = []
    begun = course.folder / "out-many" / "m9" / ".begun"
    grader = psutil.Process(process.pid)
    while process.poll() is None:
        done = sum(1 for _ in begun.glob("*.json")) if begun.is_dir() else 0
        try:
            judged.append((done, grader.memory_info().rss))
        except psutil.Error:
            break
        time.sleep(0.5)
    assert process.wait() == 0
    print(f"{students} submissions in {time.monotonic() - begin:.0f} s")
    hundreds = [[rss / 2**20 for done, rss in judged if start <= done < start + 100] for start in range(0, students, 100)]
    medians = [statistics.median(each) for each in hundreds if each]
    print(f"memory of the grading process, by hundreds of submissions: {', '.join(f'{each:.1f}' for each in medians)} MiB")
    print(f"last against first: {100 * (medians[-1] / medians[0] - 1):+.1f} %")
    time.sleep(2)
    print(f"left behind: {sorted(left() - before) or 'nothing'}")


def side_by_side(course: Checkout, students: int, pairs: int, sandbox: str) -> None:
    hand_ins(course, "some", students)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for number in range(pairs):
        for jobs in (1, 2) if number % 2 == 0 else (2, 1):
            begin = time.monotonic()
            process = start(course, "some", sandbox, f"-{number}-{jobs}", "--jobs", str(jobs))
            begun = course.folder / f"out-some-{number}-{jobs}" / "m9" / ".begun"
            while process.poll() is None and sum(1 for _ in begun.glob("*.json")) < students:
                time.sleep(0.02)
            seconds[jobs].append(time.monotonic() - begin)
            assert process.wait() == 0
    one, two = statistics.median(seconds[1]), statistics.median(seconds[2])
    cores = len(psutil.Process().cpu_affinity())
    ratios = [a / b for a, b in zip(seconds[1], seconds[2], strict=True)]
    print(f"{students} submissions, correctness, {cores} cores: one at a time {one:.1f} s, two {two:.1f} s")
    print(f"two do {statistics.median(ratios):.2f} of the work of one ({min(ratios):.2f} to {max(ratios):.2f})")


def start(course: Checkout, folder: str, sandbox: str, suffix: str = "", *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "graders", "grade", "m9", folder, "--out", f"out-{folder}{suffix}", sandbox, *more]
    return subprocess.Popen(command, cwd=course.folder, stdout=subprocess.DEVNULL)


def left() -> set[str]:
    """Whatever a grading could leave on this machine."""
    own = {"python", "python3", "bwrap", "pytest"}
    processes = {f"process {each.pid} {each.name()}" for each in psutil.process_iter() if each.name().split(".")[0] in own}
    places = [Path("/dev/shm"), Path(tempfile.gettempdir())]
    return processes | {str(path) for place in places if place.is_dir() for path in place.iterdir()}


if __name__ == "__main__":
    main()
