# Every target sets itself up. Windows has no make: the lines work as they stand, with .venv\Scripts\python.
PYTHON ?= python3
RUN := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: setup lint test test-all bench fuzz grade release pictures figures guide guide-serve clean

setup: .venv/ready

# torch first and pinned: any other way of asking for it can pull gigabytes.
.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[grade,torch,dev]'
	@touch $@

# A file of tests per core, and one more; then those that are timed, one per core; then, one by one, what needs the whole machine.
TESTS := $(RUN) -m pytest tests -m "not raced and not alone" --numprocesses auto --dist loadfile
RACES := $(RUN) -m pytest tests -m raced --numprocesses logical
ALONE := $(RUN) -m pytest tests -m alone

TIMED := $(PYTHON) tools/test_times.py

test:
	@rm -f build/test_times.txt
	@$(TIMED) set-up $(MAKE) --no-print-directory setup
	.ci/install-bubblewrap
	@$(TIMED) lint $(MAKE) --no-print-directory lint
	$(TIMED) tests $(TESTS)
	$(TIMED) races $(RACES)
	$(TIMED) alone $(ALONE)
	@$(TIMED)

lint: setup
	$(RUN) -m ruff format --check --quiet .
	$(RUN) -m ruff check --quiet .
	$(RUN) -m mypy
	$(RUN) tools/types_of_exercises.py
	.venv/bin/lint-imports

# Everything, with every attack, every sample submission and every race: a quarter of an hour more; leave the machine alone meanwhile.
test-all: setup
	.ci/install-bubblewrap
	$(TESTS) --all
	$(RACES) --all
	$(ALONE) --all

# What the graders themselves cost, by pytest-benchmark: ARGS="--benchmark-autosave", then "--benchmark-compare" after a change.
ARGS ?=
bench: setup
	$(RUN) -m pytest benchmarks --benchmark-only $(ARGS)

# The long run over the judge's side of the wire; what it finds is written to crash-…, see tests/fuzz_codec.py.
SECONDS ?= 600
fuzz: setup
	mkdir -p build/corpus
	PYTHONPATH=. $(RUN) tests/fuzz_codec.py -max_total_time=$(SECONDS) -artifact_prefix=build/ build/corpus tests/corpus/codec

# make grade MODULE=m1 for another one.
MODULE ?= m2
grade: setup
	.ci/install-bubblewrap
	$(RUN) tools/sample_submissions.py $(MODULE)
	$(RUN) -m graders grade $(MODULE) build/submissions/$(MODULE) --out results --sandbox-if-possible

# What students get, in out/, with a git history of its own: guide/instructors/release.md.
release: setup
	$(RUN) -m graders release out

# The terminal in README, typed anew; races are run, so leave the machine alone meanwhile.
pictures: setup
	$(RUN) tools/screenshots.py

# The guide's experiments, measured and drawn anew, one at a time; leave the machine alone meanwhile.
figures: setup
	$(RUN) -m graders figures

# The guide as a site, which needs no network: open build/guide/site/index.html.
guide: setup
	$(RUN) -m graders guide

# The same while you write: http://localhost:8000 shows at once what you save.
guide-serve: setup
	$(RUN) -m graders guide --serve

clean:
	rm -rf .venv results build .pytest_cache .hypothesis .mypy_cache .ruff_cache
