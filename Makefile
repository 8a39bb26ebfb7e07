# Two commands matter: `make demo` shows Khronika at work, `make test` checks all of it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
PORT ?= 8471
DEMO := demo-casebook
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check lint types imports unit browser slow bench golden docs screenshots lock audit chromium clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

# ------------------------------------------------------------------ setting up
$(VENV)/runtime.stamp: requirements/runtime.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Khronika needs Python 3.11 or newer."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Install the package python3-venv first."; exit 1; }
	@echo "Installing from the lock file (hashes checked) …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/runtime.stamp
	@echo "Installing the tools for testing (hashes checked) …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

chromium:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser journey …"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	  else echo "The browser journey needs Chromium: install Debian's packages chromium and fonts-noto-cjk."; exit 1; fi; }

# ------------------------------------------------------------------ the demo
.demo/passphrase:
	@mkdir -p .demo && chmod 700 .demo
	@echo "a throwaway passphrase for the demo" > $@
	@echo "a throwaway password for the demo" > .demo/password

demo: $(VENV)/runtime.stamp .demo/passphrase ## Take the sample reports in, list the incidents, open the desk (SERVE=0 ends before)
	@test -f $(DEMO)/keys/access.json || { \
	  echo "Making $(DEMO) with a throwaway passphrase (in .demo/passphrase): never use it for real work."; \
	  $(BIN)/khronika new $(DEMO) --passphrase-file .demo/passphrase; }
	@$(BIN)/khronika add $(DEMO) samples --passphrase-file .demo/passphrase
	@$(BIN)/khronika incidents $(DEMO) --passphrase-file .demo/passphrase
	@if [ "$(SERVE)" != 0 ]; then \
	  echo "The demo login is: demo / $$(cat .demo/password)"; \
	  $(BIN)/khronika desk $(DEMO) --port $(PORT) --passphrase-file .demo/passphrase \
	    --first-user demo --password-file .demo/password; fi

# ------------------------------------------------------------------ checks
test: check unit browser ## Lint, types, import rules, unit, law, contract and journey tests, the browser's too

check: lint types imports ## Lint, types and import rules

lint: $(VENV)/dev.stamp
	@echo "== lint"
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/dev.stamp
	@echo "== types"
	@$(BIN)/mypy

imports: $(VENV)/dev.stamp
	@echo "== import rules"
	@$(BIN)/lint-imports | tail -n 8

unit: $(VENV)/dev.stamp
	@echo "== tests"
	@$(BIN)/pytest -n 2 -m "not browser and not slow" --cov --cov-report=term:skip-covered -q

browser: $(VENV)/dev.stamp chromium
	@echo "== the desk in a browser"
	@$(BIN)/pytest -m browser -q

slow: $(VENV)/dev.stamp ## Tests that take long: crashes at random moments, large inputs
	@$(BIN)/pytest -m slow -q

# ------------------------------------------------------------------ the rest
bench: $(VENV)/dev.stamp ## Speed and memory, side by side with named peers
	@$(BIN)/python -m bench.coding
	@$(BIN)/python -m bench.count
	@$(BIN)/python -m bench.read

golden: $(VENV)/dev.stamp ## Write the golden files anew; look at the diff
	@KHRONIKA_GOLDEN=write $(BIN)/pytest -q tests/golden

docs: $(VENV)/dev.stamp ## Generate the reference of commands
	@$(BIN)/cog -r docs/reference.md

screenshots: $(VENV)/dev.stamp chromium ## Take the screenshots of the README
	@$(BIN)/python -m tests.web.screenshots docs/screenshots

lock: ## Write the lock files anew (needs uv)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 pyproject.toml --group build -o requirements/runtime.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt

audit: $(VENV)/dev.stamp ## Look the locked packages up in the list of known vulnerabilities (uses the network)
	@$(BIN)/pip-audit --require-hashes -r requirements/runtime.txt

clean: ## Remove the demo and the caches
	@rm -rf $(DEMO) .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
