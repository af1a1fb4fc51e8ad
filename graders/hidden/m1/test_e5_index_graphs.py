import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e5")


@pytest.mark.points(1)
def test_what_stays(student, rng):
    """the worst references; large trees and long circles; any values"""
    values = [0, "", None, False, 0, None]
    seen = student.given.family(student.Node, values)
    check.equal(seen["values"], [*values, 0], "value of the nodes that were added")
    check.equal(seen["of the children"], values, "value of the children")
    check.equal(seen["parents"], [True] * 7, "whether parent of each is the node it was added to")
    check.equal(seen["children"], [[]] * 5 + [[True], []], "the children of those nodes")
    for on in (True, False):
        after = student.given.collector_after_failure(student.alive_after_delete, on)
        check.equal(after, on, f"whether the collector is on when make has raised, as it {'was' if on else 'was not'} before,")
    check.equal(student.keeps_most_1(), ("title", "page"))
    check.equal(student.keeps_most_2(), ("file", "log"))
    below = rng.integers(0, np.arange(1, 20_000)).tolist()
    for parents, keep, alive, what in (
        (list(range(3_000)), 3_000, 1, "a chain of 3,001 nodes of which the last is held"),
        (list(range(3_000)), 2_000, 1_001, "a chain of 3,001 nodes of which number 2,000 is held"),
        (below, 0, 20_000, "a tree of 20,000 nodes of which the root is held"),
    ):
        seen = student.given.plant(student.Node, parents, keep)
        check.equal(seen["parents"], [None, *map(str, parents)], f"parent of all nodes: {what}")
        check.equal(seen["alive"], alive, f"nodes alive: {what}")
        check.equal(seen["parent"], None, f"the parent of the node that is held: {what}")
        check.equal(seen["last"], 0, f"nodes alive when none is held any more: {what}")
    ring = [(i, (i + 1) % 50) for i in range(50)]
    for count, references, want in ((50, ring, 50), (60, [*ring, (50, 0)], 50), (60, [*ring, (0, 50)], 51), (0, [], 0)):
        told = student.given.count_alive(student.alive_after_delete, count, references, True)
        want = {"answer": want, "left": 0, "on": True, "on meanwhile": False}
        check.equal(told, want, f"what was seen of {count} objects, 50 of them in a ring")


@pytest.mark.points(1)
def test_graphs(student, rng):
    """any graph, chains of 70,000 nodes, circles at their end"""
    for repetition in range(60):
        n, m = int(rng.integers(1, 8)), int(rng.integers(0, 14))
        edges = rng.integers(0, n, (m, 2)).astype("i4")
        if repetition % 2:  # all of them forward in some order
            edges = rng.permutation(n).astype("i4")[np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1)]
        small(student, n, edges)
    sorted_already, others = np.array([[0, 2], [0, 1], [1, 2], [2, 3]], "i4"), np.array([[3, 0], [1, 3]], "i4")
    graph, another = made(student, 4, sorted_already), made(student, 4, others)
    kept = student.given.kept
    check.equal(kept(student.from_edges, (4, sorted_already), (4, others)), graph, "a graph, after its edges were overwritten,")
    away, order = np.array([0, 1, 1, 2], "i4"), np.arange(4, dtype="i4")
    check.equal(kept(student.bfs, (*graph, 0), (*another, 3)), away, "an answer of bfs, after the next was asked for,")
    got = kept(student.topological_order, graph, another)
    check.equal(got, order, "an answer of topological_order, after the next was asked for,")
    n = 70_000
    chain = rng.permutation(n).astype("i4")
    edges = np.stack([chain[:-1], chain[1:]], axis=1)[rng.permutation(n - 1)]
    offsets, targets = made(student, n, edges)
    want = np.empty(n, "i4")
    want[chain] = np.arange(n)
    check.equal(student.bfs(offsets, targets, int(chain[0])), want, "bfs in a chain of 70,000 nodes")
    check.equal(student.is_dag(offsets, targets), True, "is_dag of a chain of 70,000 nodes")
    check.equal(student.topological_order(offsets, targets), chain, "topological_order of a chain of 70,000 nodes")
    last, end = chain[-1], chain[-1000:]
    for more, what in (
        ([[last, chain[0]]], "a ring of 70,000 nodes"),
        ([[last, last]], "a long chain that ends in a circle of one"),
        ([[last, chain[-2]]], "a long chain that ends in a circle of two"),
        ([[last, end[0]]], "a long chain that ends in a circle of a thousand"),
    ):
        circle = made(student, n, np.concatenate([edges, more]).astype("i4"))
        check.equal(student.is_dag(*circle), False, f"is_dag of {what}")
        with check.raises("ValueError"):
            student.topological_order(*circle)
    apart = np.concatenate([np.stack([np.arange(n - 4), np.arange(1, n - 3)], axis=1), [[n - 2, n - 1], [n - 1, n - 2]]])
    check.equal(student.is_dag(*made(student, n, apart.astype("i4"))), False, "is_dag of a long chain, and a circle apart")
    star = np.concatenate([[[0, i], [i, n - 1]] for i in range(1, n - 1)]).astype("i4")
    away = np.array([0, *[1] * (n - 2), 2], "i4")
    check.equal(student.bfs(*made(student, n, star), 0), away, "bfs where 69,998 edges lead to one node")


def made(student, n, edges):
    """(offsets, targets), as large as they should be, and the edges still as they were."""
    answer, (_, after) = student.from_edges.inout(n, edges)
    check.equal(after, edges, "the edges, after from_edges,")
    check.that(type(answer) is tuple and len(answer) == 2, "the answer of from_edges should be (offsets, targets)")
    check.array(answer[0], "i8", (n + 1,), "offsets")
    check.array(answer[1], "i4", (len(edges),), "targets")
    return answer


def unchanged(function, offsets, targets, *more):
    """The answer, where the graph is still as it was."""
    answer, after = function.inout(offsets, targets, *more)
    check.equal(after[:2], (offsets, targets), f"(offsets, targets), after {function},")
    return answer


def small(student, n, edges):
    told = f"of {n} nodes and the edges {edges.tolist()}"
    offsets, targets = made(student, n, edges)
    check.equal(
        targets, np.concatenate([edges[:0, 1], *[edges[edges[:, 0] == node, 1] for node in range(n)]]), f"targets {told}"
    )
    edges = edges.tolist()
    reached, away = [[root] for root in range(n)], np.where(np.eye(n, dtype=bool), 0, -1).astype("i4")
    for steps in range(1, n + 1):
        reached = [sorted({other for one, other in edges if one in nodes}) for nodes in reached]
        for root, nodes in enumerate(reached):
            away[root, [node for node in nodes if away[root, node] < 0]] = steps
    for root in range(n):
        check.equal(unchanged(student.bfs, offsets, targets, root), away[root], f"bfs from {root} {told}")
    circle = any(away[other, one] >= 0 for one, other in edges)
    check.equal(unchanged(student.is_dag, offsets, targets), not circle, f"is_dag {told}")
    if circle:
        with check.raises("ValueError"):
            student.topological_order(offsets, targets)
        return
    order = unchanged(student.topological_order, offsets, targets)
    check.array(order, "i4", (n,))
    check.equal(np.sort(order), np.arange(n, dtype="i4"), f"topological_order {told}, sorted")
    place = np.argsort(order)
    check.that(all(place[one] < place[other] for one, other in edges), f"an edge leads backward in the order {told}")
