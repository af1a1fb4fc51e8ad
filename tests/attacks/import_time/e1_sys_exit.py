"""Leaves while it is loaded, as if all were well.

correct: fail 0 | e1_target.py called sys.exit before giving a result
hidden: fail 0 | called sys.exit
"""

import sys

sys.exit(0)
