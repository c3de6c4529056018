# Every command of the project: `make help`. Needs make and Python 3.11 or newer, nothing else.

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is new enough; `make PYTHON=/path/to/python3 …` chooses another.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$one; break; }; done)
# `make test TESTS=tests/engine` runs a part; `make test WORKERS=0` runs it in one process.
TESTS ?=
WORKERS ?= auto
CODE := src tests benchmarks
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' --group build

.DEFAULT_GOAL := help
.PHONY: help demo serve test check format-check lint types format coverage bench lock clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.for-running ## Serve a living example on http://127.0.0.1:8080, with a login and a token
	@exec $(BIN)/watchbill demo

serve: $(VENV)/.for-running ## Serve your own installation, set up by WATCHBILL_* variables
	@exec $(BIN)/watchbill serve

test: $(VENV)/.for-developing ## Run all tests, on SQLite and on a real PostgreSQL
	$(BIN)/pytest -n $(WORKERS) $(TESTS)

check: format-check lint types test ## Everything that has to hold before a change lands; CI runs this

format-check: $(VENV)/.for-developing
	$(BIN)/ruff format --check $(CODE)

lint: $(VENV)/.for-developing ## Look for mistakes
	$(BIN)/ruff check $(CODE)

types: $(VENV)/.for-developing ## Check the types, strictly
	$(BIN)/mypy

format: $(VENV)/.for-developing ## Format the code and sort its imports
	$(BIN)/ruff check --select I --fix $(CODE)
	$(BIN)/ruff format $(CODE)

coverage: $(VENV)/.for-developing ## Show which branches of engine and domain no test takes
	$(BIN)/coverage run -m pytest -q tests/engine tests/domain
	$(BIN)/coverage report

bench: $(VENV)/.for-developing ## Measure; each benchmark prints a table
	@set -e; for one in benchmarks/*.py; do \
		case $$one in */__init__.py) ;; *) $(BIN)/python -m benchmarks.$$(basename $$one .py) ;; esac; done

lock: $(VENV)/.for-developing ## Choose the newest versions of what we depend on and write them down, with hashes
	$(COMPILE) --upgrade -o requirements.lock
	$(COMPILE) --upgrade --group dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove everything that make has made; records (*.db) stay
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# ── the virtual environment: made once, filled anew when a lock changes ──

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Watchbill needs Python 3.11 or newer; here is: $$(python3 --version 2>&1 || true)." >&2; \
		echo "Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name one:" >&2; \
		echo "  make PYTHON=/path/to/python3 demo" >&2; exit 1; fi
	@if command -v uv >/dev/null 2>&1; then uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV); \
	elif $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	else echo "Python's venv module is not complete here. Install it (Debian, Ubuntu: apt-get install python3-venv)" \
		"and run the same command again." >&2; exit 1; fi

$(VENV)/.for-running: requirements.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.for-developing: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements-dev.lock)
	@touch $(VENV)/.for-running $@

# First what the lock names, by its hashes; then Watchbill itself, with the locked build backend.
define install
	echo "Installing $(1) …" >&2; \
	if command -v uv >/dev/null 2>&1; then \
		export VIRTUAL_ENV="$(CURDIR)/$(VENV)"; \
		uv pip install --quiet --require-hashes -r $(1) && \
		uv pip install --quiet --no-deps --no-build-isolation -e .; \
	else \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
endef
