# Tasks of development; PYTHON may name an interpreter that has '.[dev]' installed.
PYTHON ?= .venv/bin/python

.PHONY: check format lint types test goldens docs benchmark

check: lint types test

format:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest -q -n auto

goldens:
	$(PYTHON) -m pytest -q tests/test_cases.py tests/test_samples.py --update-goldens

docs:
	$(PYTHON) docs/generate.py

benchmark:
	$(PYTHON) benchmarks/run.py
	$(PYTHON) benchmarks/judge.py
