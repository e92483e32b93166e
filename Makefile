# `make run`: the web page with the sample texts. `make test`: every check and test. Needs Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS := 127.0.0.1
PORT ?= 7860

.PHONY: run install check test test-long bench clean

run: $(VENV)/installed
	@$(BIN)/veiligheidswijzer info >/dev/null 2>&1 || $(BIN)/veiligheidswijzer build corpus/texts
	@$(BIN)/veiligheidswijzer serve --host $(ADDRESS) --port $(PORT)

install: $(VENV)/installed-dev

$(VENV)/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

check: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Two processes, each with whole files of tests: much of a test is waiting for a page or a process.
test: check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

test-long: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m long --override-ini addopts="-ra --strict-markers --import-mode=importlib"

# How fast it is, measured one after the other; benchmarks/RESULTS.md has the commands of all that is measured, how good it
# is among them. INDEX is a built index whose passages and vectors larger ones are made of; by default one of the sample texts.
INDEX ?= $(VENV)/bench/index
SIZES ?= 10000 100000

bench: $(VENV)/installed-bench
	test -d $(INDEX) || $(BIN)/veiligheidswijzer build corpus/texts --index $(INDEX)
	$(BIN)/python -m benchmarks.embedding
	$(BIN)/python -m benchmarks.peers $(INDEX)
	$(BIN)/python -m benchmarks.lexical_peers $(INDEX)
	$(BIN)/python -m benchmarks.starting $(INDEX)
	$(BIN)/python -m benchmarks.asking $(INDEX) $(VENV)/bench $(SIZES)
	$(BIN)/python -m benchmarks.syncing
	$(BIN)/python -m benchmarks.vectors $(INDEX)
	$(BIN)/python -m benchmarks.profile

$(VENV)/installed-bench: $(VENV)/installed pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis artefacts
