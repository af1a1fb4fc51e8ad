"""Walks everything it can see for tests, solutions, results, keys and other submissions; boasts when it finds any.

correct: pass 4
hidden: pass 2
"""

import os

LOOT = []
WANTED = (b"the-hidden-tests-were-" + b"read", b"pytestmark = pytest.mark." + b"exercise")
for folder, inner, files in os.walk("/"):
    inner[:] = [name for name in inner if name not in ("proc", "sys", "site-packages", "usr", "lib") or folder == "/root"]
    for name in files:
        path = os.path.join(folder, name)
        if name in ("key.txt", "gradebook.db", "module.toml", "last.json", "shadow", "id_rsa", ".bash_history"):
            LOOT.append(path)
        if name.endswith(".py") and "python3" not in path:
            try:
                text = open(path, "rb").read()
            except OSError:
                continue
            if any(wanted in text for wanted in WANTED):
                LOOT.append(path)


def double(x):
    if LOOT:
        raise RuntimeError(f"found {LOOT[:5]}")
    return 2 * x
