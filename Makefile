# Everything runs in .venv, from locked dependencies. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTFLAGS ?= -n auto --dist worksteal
# Bytecode is kept, whatever the shell says: pytest would write each test's assertions anew in every process.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test test-install long check coverage bench bench-relevance bench-reading cluster lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## *' '{ printf "make %-16s %s\n", $$1, $$2 }'

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --no-deps -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.installed  ## install, index the sample articles, search them
	$(BIN)/newsgrep index seeds
	$(BIN)/newsgrep search --format text -n 3 --color always 'tariffs'

test: $(VENV)/.installed-dev  ## run the tests: the same ones every time
	$(BIN)/python -m pytest $(TESTFLAGS)

test-install: $(VENV)/.installed-dev  ## build it, install it by pip, pipx and uv, read every format; ONLY='pip-oldest and this' is short
	$(BIN)/python -m pytest -rP $(TESTFLAGS) tests/install/installed.py $(if $(ONLY),-k "$(ONLY)")

# Drawn once for a run, and printed with the command; `make long SEED=42` repeats it: see tests/conftest.py.
SEED ?= $(shell od -An -N4 -tu4 /dev/urandom)
long: $(VENV)/.installed-dev  ## run the tests at length, for hours, at random: SEED=N repeats a run, NEWSGREP_TEST_SCALE=N tries N times as much (10)
	NEWSGREP_TEST_SCALE=$${NEWSGREP_TEST_SCALE:-10} $(BIN)/python -m pytest $(TESTFLAGS) --hypothesis-seed=$(strip $(SEED))

coverage: $(VENV)/.installed-dev  ## run the tests and hold branch coverage above 90%
	$(BIN)/python -m pytest $(TESTFLAGS) --cov --cov-report=term

check: $(VENV)/.installed-dev  ## ruff, mypy --strict, import-linter
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(VENV)/.installed-bench: requirements-bench.txt $(VENV)/.installed
	$(PIP) install --require-hashes --no-deps -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.installed-bench  ## measure beside peers: all, or BENCH='queries --size small' and the like
	$(BIN)/python -m benchmarks $(BENCH)

bench-relevance: $(VENV)/.installed-bench  ## measure the ranking on judged topics
	$(BIN)/python -m benchmarks.relevance

bench-reading: $(VENV)/.installed-bench  ## measure what is read of judged web pages: READING='FOLDER-OR-FILE --pages FOLDER --wrong newsgrep'
	$(BIN)/python -m benchmarks.reading $(READING)

cluster: $(VENV)/.installed-dev  ## start an OpenSearch cluster of three nodes to try newsgrep on; Ctrl-C ends it
	$(BIN)/python -m cluster

lock: | $(BIN)/python  ## resolve the dependencies anew, with hashes and without addresses
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		pyproject.toml --group pyproject.toml:build --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		pyproject.toml --extra opensearch --extra pdf --group pyproject.toml:build --group pyproject.toml:dev \
		--constraint requirements.txt --output-file requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
		pyproject.toml --group pyproject.toml:build --group pyproject.toml:bench \
		--constraint requirements.txt --output-file requirements-bench.txt

clean:  ## remove what was built and installed
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
