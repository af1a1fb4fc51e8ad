"""The same without an exception.

correct: fail 0 | e1_target.py ended the program (exit 0) before giving a result
hidden: fail 0 | (exit 0)
"""

import os

os._exit(0)
