# `make assess` and `make test` set up all they need, in .venv; nothing outside this folder is changed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SPREAD := -n auto --dist loadfile
export ANTWOORD_CACHE := $(CURDIR)/.cache

.PHONY: assess report serve test test-all check lint schemas golden gallery bench clean

assess: $(VENV)/installed  ## assess a bundled municipality
	@$(BIN)/antwoord assess facts/waterrijk.json

report: $(VENV)/installed-report  ## a plan van aanpak of a bundled municipality, as plan.html
	@$(BIN)/antwoord report facts/waterrijk.json --to 3 -o plan.html

serve: $(VENV)/installed-web  ## the page, on http://127.0.0.1:8000
	@$(BIN)/antwoord serve --store antwoord.sqlite3

test: $(VENV)/installed-dev  ## run the tests, without the slow ones
	$(BIN)/python -m pytest $(SPREAD) -m "not slow"

test-all: $(VENV)/installed-dev  ## run all tests
	$(BIN)/python -m pytest $(SPREAD)

check: lint test-all  ## all that is checked before a change lands

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.schemas --check
	$(BIN)/antwoord check --strict

schemas: $(VENV)/installed-dev  ## write schema/*.json anew
	$(BIN)/python -m tools.schemas

golden: $(VENV)/installed-dev  ## pin the content of the plans anew
	$(BIN)/python -m tools.golden

gallery: $(VENV)/installed-dev  ## draw docs/gallery anew
	$(BIN)/python -m tools.gallery

bench: $(VENV)/installed-dev  ## peers side by side (installs them)
	$(BIN)/python -m pip install --quiet clipspy==1.0.6 duckdb==2.0.1 rule-engine==5.1.0 zen-engine==2.1.3
	$(BIN)/python -m bench.assess
	$(BIN)/python -m bench.batch

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml tools/install.py | $(VENV)/bin/python
	$(BIN)/python tools/install.py
	@touch $@

$(VENV)/installed-report: pyproject.toml tools/install.py | $(VENV)/bin/python
	$(BIN)/python tools/install.py --report
	@touch $@ $(VENV)/installed

$(VENV)/installed-web: pyproject.toml tools/install.py | $(VENV)/bin/python
	$(BIN)/python tools/install.py --web --report
	@touch $@ $(VENV)/installed $(VENV)/installed-report

$(VENV)/installed-dev: pyproject.toml tools/install.py | $(VENV)/bin/python
	$(BIN)/python tools/install.py --dev
	@touch $@ $(VENV)/installed $(VENV)/installed-report $(VENV)/installed-web

clean:
	rm -rf $(VENV) .cache build dist
