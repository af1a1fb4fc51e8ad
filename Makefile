# Every target sets itself up. Windows has no make: the lines work as they stand, with .venv\Scripts\python.
PYTHON ?= python3
RUN := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: setup test grade clean

setup: .venv/ready

# torch first and pinned: any other way of asking for it can pull gigabytes.
.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[grade,torch,dev]'
	@touch $@

test: setup
	.ci/install-bubblewrap
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m ruff check --quiet .
	$(RUN) -m mypy
	$(RUN) -m pytest tests

grade: setup
	.ci/install-bubblewrap
	$(RUN) -m graders grade m2 tests/submissions/m2 --out results --sandbox-if-possible

clean:
	rm -rf .venv results build .pytest_cache .hypothesis .mypy_cache .ruff_cache
