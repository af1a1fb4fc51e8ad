"""A thread ends the program while the call is under way.

correct: fail 0 | ended the program (exit 3)
hidden: fail 0 | (exit 3)
"""

import os
import threading
import time


def double(x):
    threading.Thread(target=lambda: os._exit(3)).start()
    time.sleep(1)
    return 2 * x
