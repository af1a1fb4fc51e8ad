"""A camera that does not wait, and work that is too slow for a while: what the rule for a full queue does to the delay."""

import queue
import statistics
import threading
import time

from graders.experiment import Axis, Bars, ExperimentResult, Lines, duration, main

FRAMES = 400  # pictures that come in
PERIOD = 8.0  # ms from one picture to the next
WORK = 5.0  # ms that a picture takes, as a rule
SLOW = 12.0  # ms that it takes while there is trouble
FROM = 100  # the picture with which the trouble begins
UNTIL = 200  # the first without trouble
LATE = 50.0  # ms; a picture that is done later than that is late
ROOM = 2  # pictures that may wait; more is too many

POLICIES = ("keep all", "drop the oldest", "do less", "let the camera wait")


def camera(waiting, policy, begin, dropped):
    """Puts a picture into the queue at its time, or as soon as there is room; None is the last."""
    for number in range(FRAMES):
        due = begin + number * PERIOD / 1e3
        time.sleep(max(0.0, due - time.perf_counter()))
        if policy == "drop the oldest":
            while waiting.qsize() >= ROOM:
                try:
                    dropped.append(waiting.get_nowait()[0])
                except queue.Empty:  # it was taken in this very moment
                    break
        waiting.put((number, due))
    waiting.put(None)


def work(waiting, policy, delays, less):
    """Takes pictures in order; a delay counts from when the picture should have come until it is done."""
    while (picture := waiting.get()) is not None:
        number, due = picture
        cost = SLOW if FROM <= number < UNTIL else WORK
        if policy == "do less" and waiting.qsize() >= ROOM:
            cost /= 4
            less.append(number)
        time.sleep(cost / 1e3)
        delays.append((number, time.perf_counter() - due))


def run():
    """By policy: (delays, dropped, less). They run at the same time, for all that they do is wait."""
    begin = time.perf_counter() + 0.05
    found, threads = {}, []
    for policy in POLICIES:
        waiting, found[policy] = queue.Queue(ROOM if policy == "let the camera wait" else 0), ([], [], [])
        delays, dropped, less = found[policy]
        threads.append(threading.Thread(target=camera, args=(waiting, policy, begin, dropped)))
        threads.append(threading.Thread(target=work, args=(waiting, policy, delays, less)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def measure():
    rows, cost, worst, median, curves = [], {}, {}, {}, {}
    for policy, (delays, dropped, less) in run().items():
        taken = [delay for _, delay in delays]
        assert len(taken) + len(dropped) == FRAMES
        middle, hundredth, longest = statistics.median(taken), statistics.quantiles(taken, n=100)[98], max(taken)
        late = sum(1e3 * delay > LATE for delay in taken)
        cost[policy] = {"late": late, "dropped": len(dropped), "with less": len(less)}
        median[policy], worst[policy] = duration(middle), duration(longest)
        rows.append([policy, *(1e3 * delay for delay in (middle, hundredth, longest)), *cost[policy].values()])
        if policy != "let the camera wait":  # the same curve as of "keep all"
            curves[policy] = delays
    return ExperimentResult(
        "What to do when pictures come faster than they are done",
        ["", "median ms", "99 % ms", "worst ms", "late", "dropped", "with less"],
        rows,
        f"The longest delay is {worst['keep all']} where all pictures are kept, {worst['drop the oldest']} where the oldest "
        f"is dropped ({cost['drop the oldest']['dropped']} of {FRAMES} pictures), {worst['do less']} where less is done "
        f"({cost['do less']['with less']} pictures), and {worst['let the camera wait']} where the camera waits. The medians "
        f"are {', '.join(median.values())}.",
        [
            Lines(
                Axis("picture"),
                Axis("from its time until it is done", "seconds"),
                curves,
                marks={"trouble": FROM, "is over": UNTIL},
            ),
            Bars(Axis(f"pictures: late (more than {LATE:g} ms), dropped, or done with less"), cost),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"FRAMES": 60, "FROM": 15, "UNTIL": 30})
