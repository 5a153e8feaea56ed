# Thin calls of what works without make: see README.md.
PYTHON ?= python3
PORT ?= 8000
SCRIPTS ?= 2000
BIN := .venv/bin

.PHONY: site serve test fuzz bench live search-bench lint clean

site: .venv/site-ready
	$(BIN)/python build.py

serve: .venv/site-ready
	$(BIN)/python build.py serve --port $(PORT)

test: .venv/test-ready
	$(BIN)/python -m pytest -n auto

# Scripts of edits, each built, and previewed, step by step beside clean builds: SCRIPTS of them with either theme.
fuzz: .venv/test-ready
	READINGROOM_SCRIPTS=$(SCRIPTS) $(BIN)/python -m pytest -n 2 -rP -o faulthandler_timeout=0 tests/property/test_rebuild_machine.py tests/property/test_warm_machine.py

bench: .venv/test-ready
	$(BIN)/python benchmarks/against_hugo.py

live: .venv/test-ready
	$(BIN)/python benchmarks/live.py

search-bench: .venv/test-ready
	$(BIN)/python benchmarks/search.py

lint: .venv/test-ready
	$(BIN)/ruff format .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf output .readingroom

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/site-ready: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/test-ready: pyproject.toml tests/set_up.py tests/browser/package.json | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev,bench]'
	$(BIN)/python tests/set_up.py
	touch $@ .venv/site-ready
