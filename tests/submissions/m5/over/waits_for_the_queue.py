"""Waits for an item that nobody puts there."""

import queue


def prefetch(iterable, depth):
    """What is never read."""
    yield queue.Queue(depth).get()
