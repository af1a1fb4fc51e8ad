"""Closes the channel and stays.

correct: fail 0
hidden: fail 0
"""

import socket
import time


def double(x):
    socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)
    time.sleep(1000)
