"""caught by m1.e5.speed: the right search, in Python, over lists."""

from collections import deque


def bfs(offsets: np.ndarray, targets: np.ndarray, root: int) -> np.ndarray:
    begins, leads_to = offsets.tolist(), targets.tolist()
    distance = [-1] * (len(begins) - 1)
    distance[root] = 0
    queue = deque([root])
    while queue:
        node = queue.popleft()
        for other in leads_to[begins[node] : begins[node + 1]]:
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                queue.append(other)
    return np.array(distance, np.int32)
