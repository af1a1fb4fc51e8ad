"""Makes the sample submissions of a module from their recipe, for `make grade`.

    python tools/sample_submissions.py m2

They are written to build/submissions/m2, in the place of those that were made before.
"""

import shutil
import sys

from graders import course
from graders.authoring import sample_submissions

if __name__ == "__main__":
    module = course.find_module(sys.argv[1])
    folder = course.ROOT / "build" / "submissions" / module.id
    shutil.rmtree(folder, ignore_errors=True)
    sample_submissions.make(module, folder)
