"""caught by m1.e5.correct m1.e5.speed m1.e5.hidden: marks a node when it leaves the queue, so some are in it several times."""


@njit(boundscheck=True)
def _search(offsets, targets, root, distance, queue):
    waiting = np.zeros(len(distance), np.int32)
    queue[0] = root
    head, tail = 0, 1
    while head < tail:
        node = queue[head]
        head += 1
        if distance[node] >= 0:
            continue
        distance[node] = waiting[node]
        for i in range(offsets[node], offsets[node + 1]):
            if distance[targets[i]] < 0:
                waiting[targets[i]] = distance[node] + 1
                queue[tail] = targets[i]
                tail += 1
