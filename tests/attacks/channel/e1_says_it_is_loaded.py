"""Says that it has been loaded before it has, then leaves.

correct: fail 0 | before giving a result
hidden: fail 0 | before giving a result
"""

import os
import struct

body = b"t" + struct.pack("<Q", 2) + b"l" + struct.pack("<Q", 0) + b"N"
os.write(3, struct.pack("<BQQ", 1, 0, len(body)) + body)
os._exit(0)
