"""m1 beside numpy, torch and the standard library, and scipy where it is installed."""

import functools
import graphlib
import itertools
import math
import tempfile
from array import array
from collections import deque

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view

from rivals import Case, agrees, installed, row, written

METHOD = "A method written in Python, as the exercise wants it, beside one in C: it pays for the interpreter at every call."


# m1.e1


@row("m1.e1", "push, {20,000} times", METHOD)
def pushes(solution, given, rng, size):
    numbers = rng.integers(-1000, 1000, size(20_000)).tolist()

    def appended(grown):
        for x in numbers:
            grown.append(x)
        return np.array(grown, "i8")

    others = {"array.append": lambda: appended(array("q")), "list.append": lambda: appended([])}
    return Case(lambda: given.push_all(solution.Vector, numbers), others)


@row(
    "m1.e1",
    "extend, {1,000,000} by hundreds",
    "Vector counts cells in Python, and given_e1 fills each new block, so that nobody reads what was never written.",
)
def extends(solution, given, rng, size):
    numbers = rng.integers(-1000, 1000, size(1_000_000))
    pieces, raw = range(0, len(numbers), 100), numbers.view(np.uint8)

    def from_bytes():
        grown = array("q")
        for begin in pieces:
            grown.frombytes(raw[8 * begin : 8 * (begin + 100)])
        return np.frombuffer(grown, "i8")

    others = {
        "array.frombytes": from_bytes,
        "np.concatenate": lambda: np.concatenate([numbers[begin : begin + 100] for begin in pieces]),
    }
    return Case(lambda: given.extend_all(solution.Vector, numbers, 100), others)


@agrees("m1.e1", "Vector: {3,000} calls at random")
def vector(solution, given, rng, size):
    calls = [(name, rng.integers(0, 99, 5).tolist()) for name in rng.choice(["push", "pop", "extend"], size(3000))]

    def told(thing, push, pop, extend):
        seen = []
        for name, numbers in calls:
            if name == "pop":
                seen.append(pop() if len(thing) else None)
            else:
                push(numbers[0]) if name == "push" else extend(numbers)
        return [*seen, len(thing), *(thing if isinstance(thing, list) else thing.view().tolist())]

    mine, theirs = solution.Vector(), []
    return Case(
        lambda: told(mine, mine.push, mine.pop, mine.extend),
        {"list": lambda: told(theirs, theirs.append, theirs.pop, theirs.extend)},
    )


@row("m1.e1", "Ring, {20,000} in and out", METHOD)
def ring(solution, given, rng, size):
    numbers = rng.integers(-1000, 1000, size(20_000)).tolist()

    def through(push, pop):
        for x in range(100):
            push(x)
        taken = []
        for x in numbers:
            push(x)
            taken.append(pop())
        return taken + [pop() for _ in range(100)]

    mine, theirs = solution.Ring(128), deque(maxlen=128)
    return Case(lambda: through(mine.push, mine.pop), {"deque": lambda: through(theirs.append, theirs.popleft)})


@agrees("m1.e1", "Ring that drops the oldest")
def dropping(solution, given, rng, size):
    def kept(queue, push, pop):
        return [(push(x), pop() if x % 3 == 0 else None, len(queue)) for x in range(100)]

    mine, theirs = solution.Ring(7, "drop_old"), deque(maxlen=7)
    return Case(lambda: kept(mine, mine.push, mine.pop), {"deque": lambda: kept(theirs, theirs.append, theirs.popleft)})


# m1.e2


@agrees("m1.e2", "flat_index, strides_of")
def places(solution, given, rng, size):
    shape = (3, 4, 5)
    indices = list(itertools.product(*map(range, shape)))
    return Case(
        lambda: [(solution.strides_of(shape, 8, o), [solution.flat_index(shape, i, o) for i in indices]) for o in "CF"],
        {
            "numpy": lambda: [
                (np.empty(shape, order=o).strides, [np.ravel_multi_index(i, shape, order=o) for i in indices]) for o in "CF"
            ]
        },
    )


@agrees("m1.e2", "windows")
def windows(solution, given, rng, size):
    x = rng.random(100)[::3]
    return Case(
        lambda: solution.windows(x, 7),
        {"sliding_window_view": lambda: sliding_window_view(x, 7), "torch unfold": lambda: torch.tensor(x).unfold(0, 7, 1)},
    )


@row("m1.e2", "scale_in_place, most of {300}³")
def scaling(solution, given, rng, size):
    side = size(300)
    shape, begin, end = (side,) * 3, (1, 2, 3), (side - 1,) * 3
    mine = rng.random(side**3, "f4")
    box = tuple(map(slice, begin, end))
    theirs, torchs = mine.copy(), torch.from_numpy(mine.copy())

    def in_torch():
        torchs.view(shape)[box].mul_(-1)
        return torchs

    return Case(
        lambda: written(mine, solution.scale_in_place, mine, shape, begin, end, -1.0),
        {"numpy": lambda: written(theirs, theirs.reshape(shape)[box].__imul__, np.float32(-1)), "torch mul_": in_torch},
        moved=2 * 4 * math.prod(e - b for b, e in zip(begin, end, strict=True)),
    )


@row("m1.e2", "transpose_into, {2,048} x {2,048}")
def transposition(solution, given, rng, size):
    src = rng.random((size(2048), size(2048)), "f4")
    # Those of torch begin where a line of memory does, as in the race.
    mine, numpys, torchs = (torch.empty(src.shape).numpy() for _ in range(3))
    to, turned = torch.from_numpy(torchs), torch.from_numpy(src).T
    return Case(
        lambda: written(mine, solution.transpose_into, src, mine),
        {
            "np.copyto": lambda: written(numpys, np.copyto, numpys, src.T),
            "torch copy_": lambda: written(torchs, to.copy_, turned),
        },
        moved=2 * src.nbytes,
    )


@row("m1.e2", "sum_in_order, passes of 16")
def passes(solution, given, rng, size):
    x = rng.random(size(1 << 20), "f4")
    return Case(
        lambda: solution.sum_in_order(x, "passes", 16),
        {"np.add.accumulate": lambda: np.add.accumulate(x.reshape(-1, 16).T.ravel())[-1]},
    )


@row("m1.e2", "sum_in_order, wrapped")
def wrapped(solution, given, rng, size):
    x = rng.random(size(1_000_000) + 1, "f4")
    stride = next(s for s in itertools.count(4099) if math.gcd(s, len(x)) == 1)
    order = np.arange(len(x)) * stride % len(x)
    return Case(
        lambda: solution.sum_in_order(x, "wrap", stride),
        {"np.add.accumulate": lambda: np.add.accumulate(x[order])[-1]},
    )


# m1.e3


@agrees("m1.e3", "to_csr, append_to_row, inverse")
def jagged(solution, given, rng, size):
    rows = [rng.random(n, "f4").tolist() for n in rng.integers(0, 4, 50)]
    longer = [*rows[:7], [*rows[7], 1.0, 2.0], *rows[8:]]
    p, more = rng.permutation(100), np.array([1, 2], "f4")

    def by_numpy(rows):
        offsets = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
        return np.concatenate([np.array(row, "f4") for row in rows]), offsets

    return Case(
        lambda: (csr := solution.to_csr(rows), solution.append_to_row(*csr, 7, more), solution.inverse(p)),
        {"numpy": lambda: (by_numpy(rows), by_numpy(longer), np.argsort(p))},
    )


@row("m1.e3", "row_sums, {100,000} rows")
def row_sums(solution, given, rng, size):
    lengths = rng.zipf(1.6, size(100_000)).clip(0, 400)
    lengths[::7] = 0
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    data = rng.random(int(offsets[-1]), "f4")

    def by_reduceat():
        # Of an empty row, reduceat would take the number that follows.
        sums, begins = np.zeros(len(offsets) - 1), offsets[:-1]
        filled = begins < offsets[1:]
        sums[filled] = np.add.reduceat(data, begins[filled], dtype=np.float64)
        return sums

    def by_bincount():
        return np.bincount(np.repeat(np.arange(len(lengths)), np.diff(offsets)), data, len(lengths))

    def by_torch():
        return torch.segment_reduce(torch.from_numpy(data).double(), "sum", offsets=torch.from_numpy(offsets), initial=0)

    return Case(
        lambda: solution.row_sums(data, offsets),
        {"np.add.reduceat": by_reduceat, "np.bincount": by_bincount, "torch segment_reduce": by_torch},
        rtol=1e-12,
        moved=data.nbytes + offsets.nbytes + 8 * len(lengths),
    )


@row(
    "m1.e3",
    "apply_in_place, {1,000,000}",
    "x[p] needs a second array. In place every read has to wait for the one before it, for it says where the next one is.",
)
def in_place(solution, given, rng, size):
    p, mine = rng.permutation(size(1_000_000)), rng.random(size(1_000_000))
    numpys, torchs, index = mine.copy(), torch.from_numpy(mine.copy()), torch.from_numpy(p)
    return Case(
        lambda: written(mine, solution.apply_in_place, mine, p),
        {
            "x[:] = x[p]": lambda: written(numpys, numpys.__setitem__, slice(None), numpys[p]),
            "torch copy_(x[p])": lambda: torchs.copy_(torchs[index]),
        },
        moved=mine.nbytes * 2 + p.nbytes,
    )


# m1.e4


def keys_and_queries(rng, n):
    keys = np.unique(rng.integers(-(1 << 62), 1 << 62, n))
    rng.shuffle(keys)
    queries = np.concatenate([keys[: n // 2], rng.integers(-(1 << 62), 1 << 62, n // 2)])
    return keys, rng.integers(0, 1 << 40, len(keys)), rng.permutation(queries)


def looking_up(n):
    def lookups(solution, given, rng, size):
        keys, values, queries = keys_and_queries(rng, size(n))
        mine, theirs = solution.IntMap(), dict(zip(keys.tolist(), values.tolist(), strict=True))
        mine.put(keys, values)
        by_key = np.argsort(keys)
        known, whose = keys[by_key], values[by_key]

        def by_search():
            found = np.minimum(np.searchsorted(known, queries), len(known) - 1)
            return np.where(known[found] == queries, whose[found], -1)

        def by_dict():
            return np.fromiter(map(theirs.get, queries.tolist(), itertools.repeat(-1)), np.int64, len(queries))

        return Case(lambda: mine.get(queries, -1), {"dict.get": by_dict, "np.searchsorted": by_search})

    return lookups


for n in (100_000, 1_000_000):
    row("m1.e4", f"get, {{{n:,}}} of {{{n:,}}}")(looking_up(n))


@row("m1.e4", "put, {100,000} into a new map")
def puts(solution, given, rng, size):
    keys, values, _ = keys_and_queries(rng, size(100_000))

    def filled():
        made = solution.IntMap()
        made.put(keys, values)
        return made

    return Case(filled, {"dict": lambda: dict(zip(keys.tolist(), values.tolist(), strict=True))}, shown=len)


@agrees("m1.e4", "200 times put, remove, get")
def steps(solution, given, rng, size):
    def seen(put, remove, get):
        chance, told = np.random.default_rng(4), []
        for _ in range(200):
            some = chance.integers(-200, 200, 20)
            put(some, chance.integers(0, 1000, 20))
            told.append((remove(chance.integers(-200, 200, 15)), get(some)))
        return told

    mine, theirs = solution.IntMap(), {}
    return Case(
        lambda: seen(mine.put, mine.remove, lambda keys: mine.get(keys, -1).tolist()),
        {
            "dict": lambda: seen(
                lambda keys, values: theirs.update(zip(keys.tolist(), values.tolist(), strict=True)),
                lambda keys: sum(theirs.pop(key, None) is not None for key in keys.tolist()),
                lambda keys: [theirs.get(key, -1) for key in keys.tolist()],
            )
        },
    )


# m1.e5


def adjacent(n, edges):
    """The targets of every node, as lists."""
    leads = [[] for _ in range(n)]
    for one, other in edges.tolist():
        leads[one].append(other)
    return leads


@agrees("m1.e5", "from_edges, is_dag")
def graphs(solution, given, rng, size):
    graphs = [rng.integers(0, 12, (m, 2), dtype="i4") for m in range(30)]

    def lists(edges):
        offsets, targets = solution.from_edges(12, edges)
        return [part.tolist() for part in np.split(targets, offsets[1:-1])], solution.is_dag(offsets, targets)

    def by_library(edges):
        try:
            leads = adjacent(12, edges)
            graphlib.TopologicalSorter(dict(enumerate(leads))).prepare()
        except graphlib.CycleError:
            return leads, False
        return leads, True

    return Case(lambda: [lists(edges) for edges in graphs], {"graphlib": lambda: [by_library(edges) for edges in graphs]})


@row("m1.e5", "bfs, 30,000 nodes")
def search(solution, given, rng, size):
    edges, n = given.edges(), given.NODES
    leads, (offsets, targets) = adjacent(n, edges), solution.from_edges(n, edges)

    def by_deque():
        away, waiting = [-1] * n, deque([0])
        away[0] = 0
        while waiting:
            node = waiting.popleft()
            for other in leads[node]:
                if away[other] < 0:
                    away[other] = away[node] + 1
                    waiting.append(other)
        return np.array(away, "i4")

    def by_numpy():
        away, front, lengths, steps = np.full(n, -1, "i4"), np.array([0]), np.diff(offsets), 0
        while len(front):
            away[front] = steps
            ends = np.cumsum(lengths[front])
            places = np.arange(ends[-1]) + np.repeat(offsets[front] - ends + lengths[front], lengths[front])
            front = np.unique(targets[places])
            front, steps = front[away[front] < 0], steps + 1
        return away

    return Case(lambda: solution.bfs(offsets, targets, 0), {"collections.deque": by_deque, "numpy, by level": by_numpy})


@row("m1.e5", "topological_order, {30,000} nodes")
def order(solution, given, rng, size):
    n = size(30_000)
    edges = rng.integers(0, n, (8 * n, 2), dtype="i4")
    edges = rng.permutation(n).astype("i4")[np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1)]
    csr, waits = solution.from_edges(n, edges), dict(enumerate(adjacent(n, edges[:, ::-1])))

    def leads_forward(order):
        """Whether it has every node once, and all edges lead forward."""
        place = np.full(n, -1)
        place[order] = np.arange(len(order))
        return len(order) == n and place.min() >= 0 and (place[edges[:, 0]] < place[edges[:, 1]]).all()

    return Case(
        lambda: solution.topological_order(*csr),
        {"graphlib": lambda: np.fromiter(graphlib.TopologicalSorter(waits).static_order(), np.int64)},
        shown=leads_forward,
    )


# m1.e6


def in_torch(graph, sources_of):
    """The graph in torch, eagerly: a function of a float32 array."""
    does = {"relu": torch.relu, "softmax": functools.partial(torch.softmax, dim=1), "add": torch.add}
    does["linear"] = lambda x, weights, bias: torch.addmm(bias, x, weights)
    nodes = [
        (does[name], rest[: sources_of[name]], [torch.from_numpy(each) for each in rest[sources_of[name] :]])
        for name, *rest in graph[1:]
    ]

    @torch.inference_mode()
    def run(x):
        values = [torch.from_numpy(x)]
        for function, sources, parameters in nodes:
            values.append(function(*[values[source] for source in sources], *parameters))
        return values[-1].numpy()

    return run


def network(way, depth, width, rows):
    def networks(solution, given, rng, size):
        graph, x = given.network(depth, width), rng.standard_normal((rows, width), "f4")
        mine, torchs = getattr(solution, way)(graph, x.shape), in_torch(graph, given.SOURCES)
        a, out = torch.from_numpy(x), torch.empty(rows, width)
        weights = [torch.from_numpy(node[2]) for node in graph if node[0] == "linear"]
        return Case(
            lambda: mine.run(x),
            {"torch": lambda: torchs(x), "numpy": lambda: given.immediate(graph, x)},
            rtol=1e-4,
            arithmetic=lambda: [torch.mm(a, each, out=out) for each in weights],
        )

    return networks


LARGE = (
    "Here the products count, and those of BLAS are tuned for registers and caches. Compiled has plain loops for them, which "
    "add up in one order: it is made for networks so small that calling a library costs more than it saves."
)
for way, note in (("Runner", ""), ("Compiled", "")):
    row("m1.e6", f"{way}, 98 nodes, 16 x 16", note)(network(way, 32, 16, 16))
for way, note in (("Runner", ""), ("Compiled", LARGE)):
    row("m1.e6", f"{way}, 14 nodes, 64 x 256", note)(network(way, 4, 256, 64))


def chain(n):
    def chains(solution, given, rng, size):
        x, b = rng.standard_normal(size(n), "f4"), rng.standard_normal(size(n), "f4") / 100
        mine, out, compiled = np.empty_like(x), np.empty_like(x), solution.compile_chain(given.CHAIN)
        ufuncs = {"mul": np.multiply, "add": np.add, "sub": np.subtract, "relu": np.maximum, "add_vector": np.add}

        def by_numpy():
            np.copyto(out, x)
            for name, *numbers in given.CHAIN:
                if name == "clip":
                    np.clip(out, *map(np.float32, numbers), out=out)
                else:
                    operand = b if name == "add_vector" else np.float32(numbers[0] if numbers else 0)
                    ufuncs[name](out, operand, out=out)
            return out

        tx, tb, tout = torch.from_numpy(x), torch.from_numpy(b), torch.empty(len(x))
        methods = {"mul": "mul_", "add": "add_", "sub": "sub_", "relu": "relu_", "clip": "clamp_", "add_vector": "add_"}

        def by_torch():
            tout.copy_(tx)
            for name, *numbers in given.CHAIN:
                getattr(tout, methods[name])(*(numbers if name != "add_vector" else [tb]))
            return tout

        return Case(
            lambda: written(mine, compiled, x, b, mine),
            {"numpy, out=": by_numpy, "torch, in place": by_torch},
            rtol=1e-6,
            moved=3 * x.nbytes if n > 1 << 20 else 0,
        )

    return chains


for n in (4096, 1 << 23):
    row("m1.e6", f"chain of 7 on {{{n:,}}}")(chain(n))


# m1.e7 and m1.e8: in numba's simulator of a GPU. It runs the threads one by one, so there is nothing to time.


@agrees("m1.e7", "add, add_grid_stride")
def adding(solution, given, rng, size):
    a, b = rng.random(100, "f4"), rng.random(100, "f4")

    def add(kernel, blocks):
        return written(out := np.zeros(100, "f4"), kernel[blocks, 32], a, b, out)

    return Case(
        lambda: [add(solution.add, solution.launch_shape(100, 32)[0]), add(solution.add_grid_stride, 2)],
        {"numpy": lambda: [a + b, a + b], "torch": lambda: [torch.from_numpy(a) + torch.from_numpy(b)] * 2},
    )


@agrees("m1.e7", "conv_padded, conv_shared, smooth")
def convolution(solution, given, rng, size):
    x, k = rng.random(2 * given.BLOCK, "f4"), rng.random(9, "f4") / 9
    padded = np.pad(x, 4)

    def convolved(kernel, x):
        return written(out := np.zeros(2 * given.BLOCK, "f4"), kernel[2, given.BLOCK], x, k, out)

    def by_numpy(x):
        return np.correlate(x, k, "same")

    def by_torch(x):
        return torch.nn.functional.conv1d(torch.as_tensor(x)[None, None], torch.from_numpy(k)[None, None], padding=4)[0, 0]

    def three(once):
        return [once(x), once(x), once(once(once(x)))]

    return Case(
        lambda: [convolved(solution.conv_padded, padded), convolved(solution.conv_shared, x), solution.smooth(x, k, 3)],
        {"np.correlate": lambda: three(by_numpy), "torch conv1d": lambda: three(by_torch)},
        rtol=1e-5,
    )


@agrees("m1.e8", "matmul_tiled, matmul_padded")
def products(solution, given, rng, size):
    t = given.TILE
    pairs = [
        (rng.standard_normal((m, k), "f4"), rng.standard_normal((k, n), "f4"))
        for m, k, n in ((t + 1, 2 * t - 1, t - 1), (2 * t, t, 3 * t))
    ]
    kernels = solution.matmul_tiled, solution.matmul_padded
    return Case(
        lambda: [given.multiplied(kernel, *pair) for kernel, pair in zip(kernels, pairs, strict=True)],
        {
            "numpy": lambda: [a @ b for a, b in pairs],
            "torch": lambda: [torch.from_numpy(a) @ torch.from_numpy(b) for a, b in pairs],
        },
        rtol=1e-5,
    )


@agrees("m1.e8", "hist_atomic, _shared, _local, _gather")
def histograms(solution, given, rng, size):
    x = rng.integers(0, given.BINS, 150, dtype="i4")

    def counted(way):
        return written(h := np.zeros(given.BINS, "i4"), getattr(solution, f"hist_{way}")[given.BINS, 16], x, h)

    return Case(
        lambda: [counted(way) for way in ("atomic", "shared", "local", "gather")],
        {
            "np.bincount": lambda: [np.bincount(x, minlength=given.BINS)] * 4,
            "torch.bincount": lambda: [torch.bincount(torch.from_numpy(x), minlength=given.BINS)] * 4,
        },
    )


# m1.x1


@row(
    "m1.x1",
    "take, {20,000} of {1,000,000}",
    "Paged keeps 16 of 256 pages and reads the others again by given_x1.read_page, which opens the file each time. For memmap "
    "the system keeps the whole file in memory.",
)
def paged(solution, given, rng, size):
    n, file = size(1_000_000), tempfile.NamedTemporaryFile()  # noqa: SIM115 (it stays as long as the calls that read it)
    numbers, indices = rng.integers(0, 1 << 40, n), rng.integers(-n, n, size(20_000))
    numbers.tofile(file.name)
    mine, mapped = solution.Paged(file.name, n, n // 256, 16), np.memmap(file.name, np.int64, "r")
    return Case(
        lambda: mine.take(indices),
        {"np.memmap": lambda: mapped[indices], "np.fromfile": lambda: np.fromfile(file.name, np.int64)[indices]},
    )


# m1.x2


@row("m1.x2", "{10,000} points, {3,000} places")
def nearest(solution, given, rng, size):
    points, places = rng.random((size(10_000), 3), "f4"), rng.random((size(3000), 3), "f4")

    def by_numpy():
        some = (
            ((points - each[:, None]) ** 2).sum(axis=2).argmin(axis=1) for each in np.array_split(places, len(places) // 30)
        )
        return np.concatenate(list(some))

    others = {
        "numpy": by_numpy,
        "torch.cdist": lambda: torch.cdist(torch.from_numpy(places), torch.from_numpy(points)).argmin(dim=1).numpy(),
    }
    if spatial := installed("scipy.spatial"):
        others["scipy cKDTree"] = lambda: spatial.cKDTree(points).query(places)[1]
    return Case(
        lambda: solution.Nearest(points).query(places),
        others,
        rtol=1e-3,
        shown=lambda index: np.linalg.norm(points[index].astype("f8") - places, axis=1),
    )
