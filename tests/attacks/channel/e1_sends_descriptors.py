"""Sends the judge a hundred open files with its answer.

correct: fail 0
hidden: fail 0
"""

import array
import socket


def double(x):
    wire = socket.socket(fileno=3)
    fds = array.array("i", [0] * 100)
    wire.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    wire.detach()
    return 2 * x
