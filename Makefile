# Every command of the project; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check bench format messages pictures clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/runs ## Start Witan with its demo at http://127.0.0.1:8000 (or WITAN_PORT)
	@exec $(BIN)/flask --app app serve --demo

test: .venv/develops chromium ## Run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: .venv/develops ## Style, types, import rules, migrations, vendored files, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	WITAN_DATA=$$(mktemp -d) $(BIN)/flask --app app db check
	$(BIN)/python tools/vendor.py check
	$(BIN)/python tools/licences.py

bench: .venv/develops ## Measure speed and size; prints a table and writes bench/results.json
	$(BIN)/python -m bench

format: .venv/develops ## Put the code into the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: .venv/develops ## Collect the texts of the interface for translators
	$(BIN)/pybabel -q extract -F translations/babel.cfg -k _ -k ngettext:1,2 -k lazy_gettext -k _lazy -k _l -k _gettext -k in_number:1,2 -k pgettext:1c,2 -k npgettext:1c,2,3 --project=Witan -o translations/messages.pot .
	$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete

pictures: .venv/develops chromium ## Take the pictures of docs/pictures anew
	$(BIN)/python -m pytest tests/journeys -q --pictures -k main_page_is_accessible_and_fits

clean: ## Remove the environment and the demo's data
	rm -rf .venv var

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Witan needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/runs: requirements.txt | .venv/bin/python
	@echo "Installing what Witan needs (about a minute, once)"
	$(PIP) -r requirements.txt
	@touch $@

.venv/develops: requirements-dev.txt requirements-scale.txt requirements.txt | .venv/bin/python
	@echo "Installing what tests and checks need (about a minute, once)"
	$(PIP) -r requirements-dev.txt
	@touch $@ .venv/runs

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing Debian's Chromium for the browser tests"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "The browser tests need Chromium: install the package chromium. They fail without it."; fi; }
