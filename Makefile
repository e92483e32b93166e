# `make run`: the web page with the sample texts. `make test`: every check and test. Needs Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS := 127.0.0.1
PORT ?= 7860

.PHONY: run install check test test-long bench clean

run: $(VENV)/installed
	@$(BIN)/veiligheidswijzer info >/dev/null 2>&1 || $(BIN)/veiligheidswijzer build corpus/texts --sentences
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

test: check
	$(BIN)/python -m pytest

test-long: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m long --override-ini addopts="-ra --strict-markers --import-mode=importlib"

# How vector search and syncing grow; INDEX is a built index whose vectors larger sets are made of.
bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.syncing
	$(BIN)/python -m benchmarks.vectors $(INDEX)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis artefacts
