"""Given for m5.e4: the slow factory. Every shift it makes a cloud of points from a model and sends it through its machines.

It is right, and slow in more ways than one. What it computes is the contract of the exercise; how it does is up to you.
"""

import contextlib
import io
import math
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

MACHINES = ("press", "twist", "stretch", "polish")
WIDTH, HEIGHT = 64, 48
CREW, TICKS, SIPS = 24, 60, 100


class Stream:
    """The random numbers of the factory: 24 bits each, of a generator that multiplies and adds."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def number(self) -> float:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 40) / 2**24


def run(seed: int, triangles: int, samples: int, iterations: int) -> dict[str, Any]:
    """The order of a customer: so many shifts with a model of so many triangles, and so many points on each of them."""
    for number in (seed, triangles, samples, iterations):
        if type(number) is not int or number < 0:
            raise ValueError("an order is made of four ints that are not negative")
    if seed >= 2**64:
        raise ValueError("a seed has 64 bits")
    centres, radii, counts, parcels, tickets, report = [], [], [], [], [], ""
    crew = new_crew()
    kettle = np.array([])
    picture = np.zeros((HEIGHT, WIDTH), "u1")
    heat = 1.0
    for shift in range(iterations):
        stream = Stream(seed)
        faces = parse(model(stream, triangles))
        points = sample(stream, faces, samples)
        for i in range(len(points)):
            points[i] = machine(MACHINES[(i + shift) % 4], points[i], heat)
        centre = middle(points)
        for i in range(len(points)):
            points[i] = [points[i][0] - middle_of(centre, "x"), points[i][1] - centre[1], points[i][2] - centre[2]]
        radius = mean_radius(points)
        count = histogram(points)
        number = different_parcels(points)
        ticket = gizmos(len(points) + shift)
        picture = screensaver(shift, number)
        for tick in range(TICKS):
            for worker in crew:
                work(worker, tick, number)
        kettle = boil(kettle, shift)
        centres.append(centre)
        radii.append(radius)
        counts.append(count)
        parcels.append(number)
        tickets.append(ticket)
        report = report + "shift " + str(shift) + ": radius " + format(radius, ".6f") + ", parcels " + str(number)
        for each in count:
            report = report + " " + str(each)
        report = report + "\n"
        heat = 0.5 + 0.25 * radius
    return {
        "centres": np.array(centres, "f8").reshape(iterations, 3),
        "radii": np.array(radii, "f8"),
        "histogram": np.array(counts, "i8").reshape(iterations, 16),
        "parcels": np.array(parcels, "i8"),
        "tickets": np.array(tickets, "i8"),
        "done": np.array([worker["done"] for worker in crew], "i8"),
        "kettle": kettle,
        "picture": picture,
        "report": report,
    }


def model(stream: Stream, triangles: int) -> str:
    """The model as text: a line for every triangle, the three coordinates of its three corners with four decimals."""
    text = ""
    for _ in range(triangles):
        for corner in range(9):
            text = text + format(stream.number(), ".4f") + ("\n" if corner == 8 else " ")
    return text


def parse(text: str) -> list[list[float]]:
    """The triangles of a text, nine numbers each."""
    faces = []
    for line in text.split("\n"):
        if line.strip() != "":
            faces.append([float(word) for word in line.strip().split(" ")])
    return faces


def sample(stream: Stream, faces: list[list[float]], samples: int) -> list[list[float]]:
    """Points inside of triangles, evenly: so many in the first, then in the second, and so on."""
    points = []
    for face in faces:
        for _ in range(samples):
            u = stream.number()
            v = stream.number()
            if u + v > 1:
                u, v = 1 - u, 1 - v
            point = []
            for axis in range(3):
                point.append(face[axis] * (1 - u - v) + face[axis + 3] * u + face[axis + 6] * v)
            points.append(point)
    return points


def machine(name: str, point: list[float], heat: float) -> list[float]:
    """What the machine of that name makes of a point when it is so hot."""
    if name == "press":
        return [point[0], point[1], point[2] * math.exp(-heat)]
    if name == "twist":
        cos, sin = math.cos(heat), math.sin(heat)
        return [point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos, point[2]]
    if name == "stretch":
        return [point[0] * (1 + heat / 2), point[1], point[2]]
    if name == "polish":
        return [point[0], point[1] + math.sin(6 * point[0]) / 20, point[2]]
    raise ValueError("there is no machine " + name)


def middle(points: list[list[float]]) -> list[float]:
    """The mean of all points, and of none (0, 0, 0)."""
    centre = [0.0, 0.0, 0.0]
    for point in points:
        centre = [centre[0] + point[0], centre[1] + point[1], centre[2] + point[2]]
    return [total / max(len(points), 1) for total in centre]


def middle_of(centre: list[float], axis: str) -> float:
    """One coordinate of a centre, by the name of its axis."""
    return {"x": centre[0], "y": centre[1], "z": centre[2]}[axis]


def radius_of(point: list[float]) -> float:
    return math.sqrt(point[0] ** 2 + point[1] ** 2 + point[2] ** 2)


def mean_radius(points: list[list[float]]) -> float:
    total = 0.0
    for point in points:
        total = total + radius_of(point)
    return total / max(len(points), 1)


def histogram(points: list[list[float]]) -> list[int]:
    """How many points have a radius in each of 16 equal stretches, from 0 to the largest radius, which is in the last."""
    largest = 0.0
    for point in points:
        largest = max(largest, radius_of(point))
    count = [0] * 16
    for point in points:
        part = radius_of(point) / largest if largest > 0 else 0.0
        count[min(int(part * 16), 15)] += 1
    return count


def different_parcels(points: list[list[float]]) -> int:
    """In how many parcels the points go: all in a cube with sides of 0.4 go in one."""
    seen: list[list[int]] = []
    for point in points:
        parcel = [int((x + 10) / 0.4) for x in point]
        if parcel not in seen:
            seen.append(parcel)
    return len(seen)


def gizmos(tickets: int) -> int:
    """Three threads, which stamp tickets: every third one each, with one stamp for all."""
    stamp = threading.Lock()
    total = [0]

    def gizmo(first: int) -> None:
        for ticket in range(first, tickets, 3):
            with stamp:
                total[0] = total[0] + ticket * ticket % 7

    threads = [threading.Thread(target=gizmo, args=(first,)) for first in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return total[0]


def screensaver(frame: int, colour: int) -> np.ndarray:
    """What the screen in the hall shows during a shift, pixel by pixel."""
    picture = np.zeros((HEIGHT, WIDTH), "u1")
    for y in range(HEIGHT):
        for x in range(WIDTH):
            if (x // 8 + y // 8 + frame) % 2 == 0:
                picture[y, x] = (x * x + y * y + 7 * frame) % 256
            else:
                picture[y, x] = (x * y + colour) % 256
    return picture


def new_crew() -> list[dict[str, Any]]:
    return [{"number": number, "state": "idle", "energy": 10 + number, "done": 0} for number in range(CREW)]


def work(worker: dict[str, Any], tick: int, parcels: int) -> None:
    """One tick in the life of a worker."""
    if worker["state"] == "busy":
        worker["energy"] = worker["energy"] - 1 - worker["number"] % 3
        worker["done"] = worker["done"] + 1
        if worker["energy"] <= 0:
            worker["state"] = "tired"
    elif worker["state"] == "tired":
        worker["energy"] = worker["energy"] + 2
        if worker["energy"] >= 10 + worker["number"]:
            worker["state"] = "idle"
    elif (tick + worker["number"] + parcels) % 3 == 0:
        worker["state"] = "busy"


def boil(kettle: np.ndarray, shift: int) -> np.ndarray:
    """The temperatures of the kettle so far, and those of one shift: it warms up, and every now and then somebody makes tea."""
    for sip in range(SIPS):
        last = kettle[-1] if len(kettle) else 20.0
        now = last * 0.9 if (sip + shift) % 25 == 24 else last + (95.0 - last) * 0.02
        kettle = np.append(kettle, now)
    return kettle


# For the tests: answers that are written over, what is printed, and threads that are left behind.


def orders(run: Callable[..., Any], *several: tuple[int, int, int, int]) -> dict[str, Any]:
    """The answers to several orders and to the first of them again, each written over once all of them are there.

    The first answer is written over at once, and asked for again.
    """
    before, paper = threading.active_count(), io.StringIO()
    with contextlib.redirect_stdout(paper), contextlib.redirect_stderr(paper):
        _spoiled(run(*several[0]))
        kept = [run(*order) for order in (*several, several[0])]
        answers = []
        for answer in kept:
            answers.append({key: each.copy() if isinstance(each, np.ndarray) else each for key, each in answer.items()})
            _spoiled(answer)
    return {"answers": answers, "printed": paper.getvalue(), "threads": threading.active_count() - before}


def _spoiled(answer: dict[str, Any]) -> None:
    for key, each in list(answer.items()):
        if isinstance(each, np.ndarray):
            each[...] = 99
        del answer[key]
