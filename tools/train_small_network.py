"""Writes assignments/m5/given_trained_e9.py: a small network, for everybody the same.

`python tools/train_small_network.py` trains it with given_e9.train on the pictures of given_e9.data, which takes seconds, and
rounds its numbers to float16. The same machine writes the same file each time; another one may add in another order.
"""

import base64
import os
import sys
import textwrap
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # sums of several threads may be split elsewhere next time

import numpy as np

FOLDER = Path(__file__).parent.parent / "assignments/m5"
TARGET = FOLDER / "given_trained_e9.py"
HEAD = '''"""Given for m5.e9: the numbers of a network, as float16, as text. tools/train_small_network.py wrote this file."""

TRAINED = """\\
'''


def main() -> None:
    sys.path.insert(0, str(FOLDER))
    import given_e9

    network = given_e9.train(*given_e9.data(given_e9.SEED)["training"], given_e9.SEED)
    numbers = [layer[name].ravel() for layer in network for name in layer if name != "kind"]
    content = np.concatenate(numbers).astype("<f2").tobytes()
    text = textwrap.fill(base64.b64encode(content).decode(), 120)
    TARGET.write_text(f'{HEAD}{text}\n"""\n', encoding="utf-8")
    print(f"{TARGET}: {len(content):,} bytes, as text {TARGET.stat().st_size:,}")
    for part, (x, y) in given_e9.data(given_e9.SEED).items():
        right = given_e9.run(given_e9.unpacked(text), x).argmax(axis=1) == y
        print(f"{part}: {100 * right.mean():.2f} % of {len(x):,}")


if __name__ == "__main__":
    main()
