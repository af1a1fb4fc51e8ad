"""Writes assignments/m5/given_recorded_e3.py: a trace that torch.profiler recorded, for those who have no torch.

`python tools/record_trace.py` trains the network of given_e3.record on this machine, on its card if there is one, and needs
torch. What names the machine or its paths is left out: of the trace, only the list of events stays.
"""

import base64
import gzip
import json
import sys
import tempfile
import textwrap
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "assignments/m5"
TARGET = FOLDER / "given_recorded_e3.py"
HEAD = '''"""Given for m5.e3: a trace of a small network, gzipped and written as text. tools/record_trace.py wrote this file."""

RECORDED = """\\
'''


def main() -> None:
    if not TARGET.exists():
        TARGET.write_text(HEAD + '"""\n', encoding="utf-8")
    sys.path.insert(0, str(FOLDER))
    from given_e3 import record

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "trace.json")
        record(path)
        events = json.loads(path.read_bytes())["traceEvents"]
    content = gzip.compress(json.dumps({"traceEvents": events}, separators=(",", ":")).encode(), 9, mtime=0)
    text = base64.b64encode(content).decode()
    TARGET.write_text(f'{HEAD}{textwrap.fill(text, 120)}\n"""\n', encoding="utf-8")
    print(f"{TARGET}: {len(events)} events, {len(content):,} bytes gzipped")


if __name__ == "__main__":
    main()
