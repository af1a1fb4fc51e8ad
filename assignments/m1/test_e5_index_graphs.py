import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m1.e5")

OFFERED = (
    [("title", "page"), ("text", "body"), ("font", "text"), ("image", "head"), ("head", "body")],
    [("canvas", "window"), ("pixels", "canvas"), ("file", "log"), ("oldest", "old"), ("log", "window")],
)


@pytest.mark.points(1)
def test_objects(student):
    """a tree that goes when its root goes; circles stay"""
    # 0 is the root, 1 and 2 are its children, 3 and 4 are children of 1, and 5 is a child of 4.
    seen = student.given.plant(student.Node, [0, 0, 1, 1, 4], 3)
    check.equal(seen["values"], list("012345"), "value of all nodes")
    check.equal(seen["parents"], [None, "0", "0", "1", "1", "4"], "parent of all nodes")
    children = [["1", "2"], ["3", "4"], [], [], ["5"], []]
    check.equal(seen["children"], children, "children of all nodes")
    alive = f"{seen['alive']} of 6 nodes are alive when only a leaf is held: who refers to them?"
    check.that(seen["alive"] == 1, alive)
    check.equal(seen["parent"], None, "the parent of a leaf whose parent is gone")
    check.equal(seen["last"], 0, "how many nodes are alive when nobody holds any")
    for references, want, what in (
        ([], 0, "3 objects on their own"),
        ([(0, 1), (1, 2)], 0, "a chain of 3"),
        ([(0, 1), (1, 0)], 2, "3 objects, of which 2 refer to each other"),
        ([(1, 1)], 1, "3 objects, of which one refers to itself"),
    ):
        for on in (True, False):
            told = student.given.count_alive(student.alive_after_delete, 3, references, on)
            check.equal(told["answer"], want, f"alive_after_delete for {what}")
            check.that(not told["on meanwhile"], f"the collector was not off meanwhile ({what})")
            check.equal(told["on"], on, f"whether the collector is on afterwards, as it {'was' if on else 'was not'} before,")
            check.equal(told["left"], 0, f"how many objects are left when alive_after_delete has returned ({what})")
    for name, offered in zip(("keeps_most_1", "keeps_most_2"), OFFERED, strict=True):
        check.that(student.function(name)() in offered, f"{name} should return one of {', '.join(map(str, offered))}")


nodes = st.integers(0, 9)
edge_lists = st.lists(st.tuples(nodes, nodes), max_size=20)


def i4(edges):
    return np.array(edges, "i4").reshape(len(edges), 2)


@pytest.mark.points(1)
@given(edges=edge_lists, root=nodes)
def test_graphs(student, edges, root):
    """a graph by index, and how far away its nodes are"""
    offsets, targets = graph(student, 10, edges)
    for node in range(10):
        leading_to = [other for one, other in edges if one == node]
        got = targets[offsets[node] : offsets[node + 1]].tolist()
        check.equal(got, leading_to, f"the targets of node {node} of the edges {edges}")
    away = student.bfs(offsets, targets, root)
    check.array(away, "i4", (10,))
    told = f"by the edges {edges} from {root} on"
    check.equal(int(away[root]), 0, f"the distance of the root {told}")
    for one, other in edges:
        if away[one] >= 0:
            near = 0 <= away[other] <= away[one] + 1
            check.that(near, f"{told}: {one} is {away[one]} away, and {other}, one edge further, {away[other]}")
    for node in range(10):
        before = {int(away[one]) for one, other in edges if other == node}
        reached = node == root or away[node] < 0 or int(away[node]) - 1 in before
        check.that(reached, f"{told}: {node} is {away[node]} away, but no edge leads there from a node {away[node] - 1} away")


def graph(student, n, edges):
    answer = student.from_edges(n, i4(edges))
    check.kind(answer, tuple)
    check.that(len(answer) == 2, "the answer should be (offsets, targets)")
    check.array(answer[0], "i8", (n + 1,), "offsets")
    check.array(answer[1], "i4", (len(edges),), "targets")
    check.that(
        answer[0][0] == 0 and answer[0][-1] == len(edges), "offsets should begin with 0 and end with the number of edges"
    )
    check.that(bool((np.diff(answer[0]) >= 0).all()), "an offset should not be less than the one before it")
    return answer


@pytest.mark.points(1)
def test_orders(student):
    """first things first, and edges that lead in a circle"""
    for n, edges, dag in (
        (4, [(3, 2), (2, 1), (1, 0)], True),
        (4, [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (0, 1)], True),
        (6, [(5, 0), (4, 0), (5, 2), (2, 3), (3, 1), (4, 1)], True),
        (3, [], True),
        (0, [], True),
        (3, [(0, 1), (1, 2), (2, 0)], False),
        (4, [(0, 1), (2, 3), (3, 2)], False),
        (2, [(0, 1), (1, 1)], False),
    ):
        offsets, targets = graph(student, n, edges)
        check.equal(student.is_dag(offsets, targets), dag, f"is_dag of {n} nodes and the edges {edges}")
        if not dag:
            with check.raises("ValueError"):
                student.topological_order(offsets, targets)
            continue
        order = student.topological_order(offsets, targets)
        check.array(order, "i4", (n,))
        check.equal(sorted(order.tolist()), list(range(n)), "the answer, sorted")
        place = {int(node): number for number, node in enumerate(order)}
        for one, other in edges:
            check.that(place[one] < place[other], f"the edge {one} → {other} leads backward in {order.tolist()}")


@pytest.mark.perf(steps={1.5: 2, 4: 5})
def test_race(student, rng):
    """from one node to 30,000 others, against all edges"""
    student.race("bfs", lambda: (int(rng.integers(30_000)),), against="without_index", through="search")
