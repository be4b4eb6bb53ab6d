# The only interface. Every target does its own set-up; a machine needs Python 3.11+ with venv, make and git.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# The stamp names the interpreter, so that another PYTHON= rebuilds the environment.
WHICH  := $(shell $(PYTHON) -c 'import sys; print("%s-%d.%d.%d" % ((sys.implementation.name,) + sys.version_info[:3]))' 2>/dev/null)
STAMP  := $(VENV)/.ready-$(WHICH)
DOCS   := .venv-docs
DOCS_STAMP := $(DOCS)/.ready-$(WHICH)
BENCH  := .venv-bench
BENCH_STAMP := $(BENCH)/.ready-$(WHICH)
LOCKS  := requirements

.DEFAULT_GOAL := help
.PHONY: help setup demo test floors check format docs bench lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)  ## make the environment for development in .venv

# $(call environment,FOLDER,LOCK): a fresh venv with what the lock pins, hashes checked, and this package on top.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "incidentrules needs Python 3.11 or later: write make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module: install it (on Debian and Ubuntu: apt-get install python3-venv)"; exit 1; }
	@rm -rf $(1)
	@echo "making $(1) ($(WHICH)) from $(2)"
	@$(PYTHON) -m venv $(1)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(2)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

$(STAMP): $(LOCKS)/dev.lock pyproject.toml
	$(call environment,$(VENV),$(LOCKS)/dev.lock)
	@touch $@

$(DOCS_STAMP): $(LOCKS)/docs.lock pyproject.toml
	$(call environment,$(DOCS),$(LOCKS)/docs.lock)
	@touch $@

$(BENCH_STAMP): $(LOCKS)/bench.lock pyproject.toml
	$(call environment,$(BENCH),$(LOCKS)/bench.lock)
	@touch $@

demo: $(STAMP)  ## print a month's statements from the CSV files in examples/data
	@$(BIN)/python examples/month_end.py

test: $(STAMP)  ## run every test and every documented example, with branch coverage
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	@$(BIN)/coverage report

floors: requirements/dev.lock  ## run the tests with the oldest dependencies that are allowed, in .venv-floors
	$(call environment,.venv-floors,$(LOCKS)/dev.lock)
	@.venv-floors/bin/python -m pip install --quiet --disable-pip-version-check $$(.venv-floors/bin/python -c \
	  'import tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	  print(*(each.replace(">=", "==") for each in project["dependencies"] + project["optional-dependencies"]["arrays"]))')
	.venv-floors/bin/python -m pytest

check: $(STAMP) docs  ## format, lint, types, layers, docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

format: $(STAMP)  ## format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DOCS_STAMP)  ## build the docs, warnings as errors
	$(DOCS)/bin/sphinx-build -E -n -W --keep-going -q -b html docs docs/_build/html

bench: $(BENCH_STAMP)  ## measure against the peers, in one run, as ratios
	@$(BENCH)/bin/python benchmarks/run.py

lock: $(STAMP)  ## pin the newest of everything anew, with hashes
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade uv
	for group in dev docs bench; do \
	  .venv-lock/bin/uv pip compile pyproject.toml --group $$group --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --upgrade --quiet -o $(LOCKS)/$$group.lock; \
	done

clean:  ## remove what the targets made
	rm -rf .venv .venv-docs .venv-bench .venv-floors .venv-lock docs/_build .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
