"""The trusted side: asks the worker, checks what comes back, holds the clock."""

import sys
from pathlib import Path

from graders.messages import with_pytest

_started = Path(getattr(sys.modules.get("__main__"), "__file__", None) or "")
if _started.name.startswith("test_") and (_started.parent / "module.toml").is_file():
    # A test file that Python runs by itself tests nothing, and says so as little as any other.
    print(with_pytest(f"{_started.parent.name}/{_started.name}"), file=sys.stderr)
