"""The course's pytest plug-in is `graders.plugin`; pyproject.toml loads it, so that its options are known early.

An old Python's pytest reads no pyproject.toml, but it reads this: importing the graders is what tells it its age.
"""

import graders  # noqa: F401
