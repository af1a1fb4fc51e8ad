"""What tracing says."""

from collections.abc import Sequence

NO_VIZTRACER = "trace records with viztracer, which is not installed: pip install -e '.[trace]'"
INFLATED = (
    "Every call is written down, which costs about as much as a small call itself: what calls little things often looks larger "
    "here than it is. Look for what is large, then measure without recording."
)
PERFETTO = "the timeline: open it in https://ui.perfetto.dev, which sends it nowhere"
PICTURE = "the picture: open it in any browser; point at a bar, or press Tab, for its numbers"
PARTLY = "some of it is not started"
NOTHING = "nothing of your code ran, so there is nothing to draw"


def stopped(exercise: str, why: str) -> str:
    return f"{exercise} could not be traced: {why}"


def not_started(exercise: str, file: str, raced: bool) -> str:
    yardstick = f"; python -m graders trace {exercise} --yardstick traces the one you race against" if raced else ""
    return f"{exercise} is not started: write something into {file}, then there is something to trace{yardstick}"


def no_yardstick(exercise: str) -> str:
    return f"{exercise} has no race that can be run here, and therefore no yardstick to trace"


def still_wrong(what: str, why: str) -> str:
    return f"{what}: {why} (traced nevertheless)"


def lost(what: str) -> str:
    return f"the recording of {what} was lost with its process"


def left_out_short(count: int, microseconds: float) -> str:
    return f"left out of the timeline, to keep it small: {count:,} calls shorter than {microseconds:.3g} µs"


def not_recorded(microseconds: float) -> str:
    return f"too many to record all: without calls shorter than {microseconds:g} µs, whose time counts as their caller's"


def only_the_last(calls: int) -> str:
    return f"only the last {calls:,} calls of a process were kept, so the beginning is missing"


def left_out_narrow(count: int) -> str:
    return f"left out of the picture: {count:,} bar{'' if count == 1 else 's'} too narrow or too deep to draw"


def recorded(exercise: str, what: Sequence[str], rounds: int, processes: int, threads: int, of_yardstick: bool) -> str:
    whose = "yardstick " if of_yardstick else ""
    raced = f"{exercise} {whose}{' and '.join(what)}, {_some(rounds, 'round', 'rounds')} of the race"
    begin = raced if any(what) else f"{exercise}, {_some(rounds, 'check', 'checks')} (there is no race)"
    return f"{begin}; {_some(processes, 'process', 'processes')}, {_some(threads, 'thread', 'threads')}"


def slower(what: str, recorded: str, without: str) -> str:
    return f"{what}: a call takes {recorded} while it is recorded, {without} otherwise"


def _some(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
