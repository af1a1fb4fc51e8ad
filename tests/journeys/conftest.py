"""What the journeys share."""

from pathlib import Path

import pytest

from tests.journeys.handout import released


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, with its first handout in out/. Shared: whoever changes something copies it first."""
    return released(tmp_path_factory.mktemp("course"))
