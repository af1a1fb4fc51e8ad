"""Loads the course's pytest plug-in; nothing else."""

pytest_plugins = ["graders.plugin"]
