# Two commands: `make run` and `make test`. Everything they need they install in .venv; only Python 3.11+, make and git are asked for.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
HUB := $(VENV)/bin/hub
export PORT
.DEFAULT_GOAL := help
.PHONY: help run national test test-deep lint format messages lock bench clean

help:
	@echo "make run         build what is missing, start the Hub, print its address (PORT=8080 make run for another port)"
	@echo "make test        lint, types, contracts and all tests, on SQLite and PostgreSQL"
	@echo "make test-deep   long runs: cluster loss, 5,000 cities, every page in every language"
	@echo "make bench       every benchmark;  make bench-index, bench-monitoring, bench-browser … for one"
	@echo "make national    national figures for projections from Python packages, where make run could not have them"
	@echo "make lint | format | messages | lock"

$(VENV)/.run: requirements.lock requirements-national.lock pyproject.toml
	@PYTHON=$(PYTHON) .ci/environment requirements.lock $@

$(VENV)/.test: requirements-test.lock requirements-national.lock pyproject.toml
	@PYTHON=$(PYTHON) .ci/environment requirements-test.lock $@
	@touch $(VENV)/.run

# Once more, where the network was missing when the environment was built.
national: $(VENV)/.run
	@PYTHON=$(PYTHON) .ci/environment requirements.lock $(VENV)/.run

run: $(VENV)/.run
	@$(HUB) run

test: $(VENV)/.test
	@$(VENV)/bin/python tests/run.py

test-deep: $(VENV)/.test
	@$(VENV)/bin/python tests/run.py --deep

lint: $(VENV)/.test
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/lint-imports --no-cache && $(VENV)/bin/mypy

format: $(VENV)/.test
	@$(VENV)/bin/ruff check --fix-only -q . ; $(VENV)/bin/ruff format -q .

messages: $(VENV)/.test
	@$(HUB) languages_extract

bench: bench-start bench-register bench-monitoring bench-index bench-checks bench-browser bench-ageing bench-records

bench-%: $(VENV)/.test
	@OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python benchmarks/$*.py

lock:
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --no-emit-package pillow-heif pyproject.toml --extra cluster --extra build -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --no-emit-package pillow-heif pyproject.toml --extra test --extra build -o requirements-test.lock
	@# Only the three packages themselves: nothing of the Hub needs what they ask for.
	$(PYTHON) -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['national'], sep='\n')" | uv pip compile -q --universal --no-deps --generate-hashes --no-annotate --no-header - -o requirements-national.lock

clean:
	rm -rf $(VENV) var build dist src/*.egg-info
