# Every command of the project: `make help`. Needs make and Python 3.11 or newer, nothing else.

VENV := .venv
BIN := $(VENV)/bin
# The first of these that is new enough; `make PYTHON=/path/to/python3 …` chooses another.
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$one; break; }; done)
# `make test TESTS=tests/engine` runs a part; `make test WORKERS=0` runs it in one process.
TESTS ?=
# `make fresh FRESH='--without-tests trixie'` tries one Debian, without `make test`.
FRESH ?=
WORKERS ?= auto
CODE := src tests benchmarks hatch_build.py set_up.py
WEB := $(BIN)/python hatch_build.py
LOCKED := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' -c constraints.txt
COMPILE := $(BIN)/uv pip compile pyproject.toml --group build $(LOCKED)

# What `make web-types` runs: the description as the server gives it, without a server.
define DESCRIBE
import json
from watchbill import __version__
from watchbill.api.description import document
from watchbill.wiring import DESCRIBED
print(json.dumps(document(DESCRIBED, version=__version__)))
endef
export DESCRIBE

.DEFAULT_GOAL := help
.PHONY: help demo serve web web-dev web-types test test-quick check format-check lint types web-check format coverage bench \
	fresh screenshots lock clean machine python

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: web ## Serve a living example on http://127.0.0.1:8080, with a login and a token
	@exec $(BIN)/watchbill demo

serve: web ## Serve your own installation, set up by WATCHBILL_* variables
	@exec $(BIN)/watchbill serve

web: $(VENV)/.for-running ## Build the web app, unless it is built from these sources already
	@$(WEB) build

web-dev: web-types ## Serve the web app with instant updates, beside a `make demo` on port 8080
	$(WEB) npm run dev

web-types: $(VENV)/.for-developing ## Write the web app's types from the description of the APIs
	$(BIN)/python -c "$$DESCRIBE" >web/openapi.json
	$(WEB) npm run types

test: machine $(VENV)/.for-developing web ## Run all tests: SQLite, a real PostgreSQL, a real browser
	$(WEB) npm test
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(TESTS)

test-quick: $(VENV)/.for-developing web ## Run the tests that need neither a browser nor PostgreSQL
	$(WEB) npm test
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup -m 'not browser and not postgres' $(TESTS)

check: machine format-check lint types web-check test ## Everything that has to hold before a change lands; CI runs this

format-check: $(VENV)/.for-developing
	$(BIN)/ruff format --check $(CODE)

lint: $(VENV)/.for-developing ## Look for mistakes
	$(BIN)/ruff check $(CODE)

types: $(VENV)/.for-developing ## Check the types, strictly
	$(BIN)/mypy

web-check: web-types ## Check the web app's types and markup, strictly
	$(WEB) npm run check

format: $(VENV)/.for-developing ## Format the code and sort its imports
	$(BIN)/ruff check --select I --fix $(CODE)
	$(BIN)/ruff format $(CODE)

coverage: $(VENV)/.for-developing ## Show which branches of engine and domain no test takes
	$(BIN)/coverage run -m pytest -q -n 0 -m 'not browser and not postgres' --deselect tests/api/test_fuzz.py \
		tests/engine tests/domain tests/api tests/feeds tests/cli tests/releases
	$(BIN)/coverage report

bench: $(VENV)/.for-developing ## Measure; each benchmark prints a table
	@set -e; for one in benchmarks/*.py; do \
		case $$one in */__init__.py) ;; *) $(BIN)/python -m benchmarks.$$(basename $$one .py) ;; esac; done

fresh: ## Try README and handbook, each command, in new Debians (as root, with debootstrap)
	python3 tests/fresh.py $(FRESH)

screenshots: $(VENV)/.for-developing web ## Take the pictures in docs/screenshots of every page, with the demo's story
	$(BIN)/python -m tests.browser.screenshots

lock: $(VENV)/.for-developing ## Choose the newest versions of what we depend on and write them down, with hashes
	$(COMPILE) --upgrade -o requirements.lock
	$(COMPILE) --upgrade --group dev -c requirements.lock -o requirements-dev.lock
	$(BIN)/uv pip compile --group build $(LOCKED) -c requirements.lock -o requirements-build.lock

clean: ## Remove everything that make has made; records (*.db) stay
	rm -rf $(VENV) web/node_modules src/watchbill/web/app .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# ── what there has to be: `.venv`, filled anew when a lock changes, and programs for the tests ──

$(VENV)/.for-running $(VENV)/.for-developing: python
	@$(PYTHON) set_up.py $(patsubst $(VENV)/.for-%,%,$@)

machine: python
	@$(PYTHON) set_up.py machine

python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Watchbill needs Python 3.11 or newer; here is: $$(python3 --version 2>&1 || true)." >&2; \
		echo "Install it (Debian, Ubuntu: apt-get install python3 python3-venv), or name one:" >&2; \
		echo "  make PYTHON=/path/to/python3 demo" >&2; exit 1; fi
