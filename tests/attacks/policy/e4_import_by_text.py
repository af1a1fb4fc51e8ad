"""Imports a forbidden module in ways that are hard to read.

correct: fail 0 | uses heapq
hidden: fail 0 | uses heapq
"""

import importlib

import numpy as np

heap = importlib.import_module("qpaeh"[::-1])


def ordered(x):
    return np.array(heap.nsmallest(len(x), x.tolist()), "u1")
