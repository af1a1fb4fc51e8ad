"""m5.e3: find the copy in the trace: what a profiler wrote down, and why the card waits.

torch.profiler writes a trace: a JSON file that chrome://tracing and https://ui.perfetto.dev draw. You read it with json and
gzip, which Python brings along; torch is not needed. given_e3 makes traces whose truth is known. And it records one of a small
network, which your analysis has to understand as well:
    python assignments/m5/given_e3.py record       writes assignments/m5/my_trace.json.gz; only this needs torch
    python assignments/m5/given_e3.py analyse      prints what your analyse says about it, or about another: analyse PATH

A trace is a JSON object with a list under "traceEvents", whatever else it holds, or that list itself. The text is UTF-8 and
may be gzipped; its first two bytes say so, 1f 8b, and not its name. Of the events in the list these count: objects with
    "ph"      "X": something that has a beginning and a duration
    "name"    a text
    "cat"     a text, the kind of event; see below
    "ts"      when it began, in microseconds: a number
    "dur"     how long it lasted, in microseconds: a number, 0 or more
A number is an int or a float whose value is finite as a float; true and false are none, and neither are NaN and Infinity, which
json reads as well. All other entries are left out,
whatever they are: arrows between events, counters, names of threads, durations that are negative or missing, and "B" and "E",
which begin and end something, closed or not. Nothing is an error that stands in the list, where no number has more than 1,000
digits. The events need not be sorted.

Of these kinds:
    "kernel", "gpu_memcpy", "gpu_memset"    what the card did: kernels, copies, and filling memory; "args" says more
    "cuda_runtime"                          calls of the driver, on the processor: launches, copies, waiting
    "cpu_op"                                operations of torch, on the processor; they lie one inside the other
    "user_annotation"                       what somebody wrote into the program; a step is one with a name that begins with
                                            "ProfilerStep#". The card's rows repeat it under another kind, which is no step
A copy from the card, device to host, is a "gpu_memcpy" with a name that begins with "Memcpy DtoH". Its "args" is an object with
"bytes", and with "correlation": a number that it shares with the call that asked for it. Both are ints, "bytes" is 0 or more.
Where "args", or one of the two, is missing or something else, the copy has 0 bytes, or nobody knows who asked for it.

No function changes what it is given, and every answer is new. Numbers are right to a part in a million; all sums that are asked
for are finite, and it makes no difference whether ts + dur is rounded.
"""

from pathlib import Path
from typing import Any


def read_trace(path: str | Path) -> list[dict[str, Any]]:
    """The events that count, as json reads them, in the order of the file.

    A trace may have 32 MiB of text, not more. What is no such trace raises ValueError with a sentence that holds the name of
    the file: more than 32 MiB, packed or unpacked; a gzip file that is cut or damaged, has something else behind it (nobody
    asks about zeros or another whole gzip file there), or was gzipped twice; text that is not UTF-8, or no JSON, for example
    because the end is missing or there is something after it, or because it is nested so deeply that Python gives up; and
    JSON that is neither a list nor an object with a list under "traceEvents". To refuse a file of more than 32 MiB takes 128
    MiB of memory at most, however large it is or would become. A list without events is a trace. A file that is not there
    raises FileNotFoundError.
    """
    raise NotImplementedError


def busy_us(intervals: list[tuple[float, float]]) -> float:
    """How long at least one of the intervals is under way; each is (begin, end), and end is begin or later.

    They come in any order, overlap, touch, lie one in the other, and repeat. Of no intervals it is 0.0. All numbers are finite;
    they may be negative. 100,000 intervals fit into the five seconds that every call may take, in whatever order.
    """
    raise NotImplementedError


def analyse(path: str | Path) -> dict[str, Any]:
    """What the trace says, a dict with these keys; it raises what read_trace raises.

    "step_ms"             float: mean duration of the steps, in milliseconds. Without steps 0.0
    "dtoh_us"             float: sum of the durations of all copies from the card, overlapping or not, in a step or not
    "dtoh_per_step"       float: the number of these copies, divided by the number of steps. Without steps 0.0
    "dtoh_gbps"           float: their bytes, divided by dtoh_us, in 10**9 bytes a second. Where dtoh_us is 0, 0.0
    "gpu_busy_fraction"   float: of the time from the beginning of the earliest step to the end of the one that ends last, the
                          part in which the card did something, no matter what and in how many streams. What lies
                          outside this time is cut off. Without steps, or where this time is 0, it is 0.0
    "top_kernel"          str: the name of the kernel that takes most time, all events of this name and kind together; of equal
                          ones the first in the order of sorted(). Without kernels ""
    "suspects"            list[str]: who asked for the copies from the card; each name once, that with the most time in copies
                          first, equal ones in the order of sorted()

    Who asked for a copy: look for the "cuda_runtime" event whose "args" has the same "correlation", an int; of several take the
    first in the file. Around it, look for operations ("cpu_op") with the same "pid" and "tid" that begin no later and
    end no earlier than the call. The one with the longest duration is the suspect; of several equal ones, the first
    in the file. Where there is no operation around the call, the name of the call is the suspect; where there is no call,
    the name of the copy. "pid" and "tid" are ints or texts; those of a call and its operations are always there.
    """
    raise NotImplementedError
