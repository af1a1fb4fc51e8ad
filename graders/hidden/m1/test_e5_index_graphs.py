import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e5")


@pytest.mark.points(1)
def test_what_stays(student, rng):
    """the worst references; large trees and long circles"""
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
    """any graph, and chains of 20,000 nodes"""
    for repetition in range(60):
        n, m = int(rng.integers(1, 8)), int(rng.integers(0, 14))
        edges = rng.integers(0, n, (m, 2)).astype("i4")
        if repetition % 2:  # all of them forward in some order
            edges = rng.permutation(n).astype("i4")[np.sort(edges[edges[:, 0] != edges[:, 1]], axis=1)]
        small(student, n, edges)
    n = 20_000
    chain = rng.permutation(n).astype("i4")
    edges = np.stack([chain[:-1], chain[1:]], axis=1)[rng.permutation(n - 1)]
    offsets, targets = student.from_edges(n, edges)
    want = np.empty(n, "i4")
    want[chain] = np.arange(n)
    check.equal(student.bfs(offsets, targets, int(chain[0])), want, "bfs in a chain of 20,000 nodes")
    check.equal(student.is_dag(offsets, targets), True, "is_dag of a chain of 20,000 nodes")
    check.equal(student.topological_order(offsets, targets), chain, "topological_order of a chain of 20,000 nodes")
    ring = student.from_edges(n, np.concatenate([edges, [[chain[-1], chain[0]]]]).astype("i4"))
    check.equal(student.is_dag(*ring), False, "is_dag of a ring of 20,000 nodes")
    star = np.concatenate([[[0, i], [i, n - 1]] for i in range(1, n - 1)]).astype("i4")
    away = np.array([0, *[1] * (n - 2), 2], "i4")
    check.equal(student.bfs(*student.from_edges(n, star), 0), away, "bfs where 19,998 edges lead to one node")


def small(student, n, edges):
    told = f"of {n} nodes and the edges {edges.tolist()}"
    answer = student.from_edges(n, edges)
    check.that(type(answer) is tuple and len(answer) == 2, "the answer of from_edges should be (offsets, targets)")
    offsets, targets = answer
    check.array(offsets, "i8", (n + 1,), "offsets")
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
        check.equal(student.bfs(offsets, targets, root), away[root], f"bfs from {root} {told}")
    circle = any(away[other, one] >= 0 for one, other in edges)
    check.equal(student.is_dag(offsets, targets), not circle, f"is_dag {told}")
    if circle:
        with check.raises("ValueError"):
            student.topological_order(offsets, targets)
        return
    order = student.topological_order(offsets, targets)
    check.array(order, "i4", (n,))
    check.equal(np.sort(order), np.arange(n, dtype="i4"), f"topological_order {told}, sorted")
    place = np.argsort(order)
    check.that(all(place[one] < place[other] for one, other in edges), f"an edge leads backward in the order {told}")
