# The only interface. Every target does its own set-up; a machine needs Python 3.11+ with venv, make and git.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# The stamp names the interpreter, so that another PYTHON= rebuilds the environment.
WHICH  := $(shell $(PYTHON) -c 'import sys; print("%s-%d.%d.%d" % ((sys.implementation.name,) + sys.version_info[:3]))' 2>/dev/null)
STAMP  := $(VENV)/.ready-$(WHICH)
RUN    := .venv-run
RUN_STAMP := $(RUN)/.ready-$(WHICH)
DOCS   := .venv-docs
DOCS_STAMP := $(DOCS)/.ready-$(WHICH)
BENCH  := .venv-bench
BENCH_STAMP := $(BENCH)/.ready-$(WHICH)
PORTAL := .venv-portal
PORTAL_STAMP := $(PORTAL)/.ready-$(WHICH)
SCALE  := .venv-scale
SCALE_STAMP := $(SCALE)/.ready-$(WHICH)
OPINIONS := .venv-opinions
OPINIONS_STAMP := $(OPINIONS)/.ready-$(WHICH)
LOCKS  := requirements
REV    ?= HEAD
# In how many processes the tests run: as many as there are processors, or as given, such as JOBS=1.
JOBS   ?= auto
# What `floors`, `newest` and `dist` run: every test, or as given, such as TESTS=tests/unit.
TESTS  ?=
# Where the portal and the playground listen; 0 is any port that is free.
PORT   ?= 8000
# How many tickets `scale` makes up and settles, and in how many shards.
TICKETS ?= 1000000
SHARDS  ?= 16
# What `portal-test` runs: the page needs Chromium, the other half does not.
PORTAL_TESTS ?= tests/examples/test_portal.py tests/examples/test_portal_page.py
PYTEST  = $(BIN)/python -m pytest -n $(JOBS)
# What runs side by side prints its output in one piece, where this make can do that.
BESIDE := --no-print-directory -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' $(firstword $(MAKEFILE_LIST)))

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(2)
	@$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
endef

$(STAMP): $(LOCKS)/dev.lock pyproject.toml
	$(call environment,$(VENV),$(LOCKS)/dev.lock)
	@touch $@

$(RUN_STAMP): $(LOCKS)/run.lock pyproject.toml
	$(call environment,$(RUN),$(LOCKS)/run.lock)
	@touch $@

$(DOCS_STAMP): $(LOCKS)/docs.lock pyproject.toml
	$(call environment,$(DOCS),$(LOCKS)/docs.lock)
	@touch $@

$(BENCH_STAMP): $(LOCKS)/bench.lock pyproject.toml
	$(call environment,$(BENCH),$(LOCKS)/bench.lock)
	@touch $@

$(PORTAL_STAMP): $(LOCKS)/portal.lock pyproject.toml
	$(call environment,$(PORTAL),$(LOCKS)/portal.lock)
	@touch $@

$(SCALE_STAMP): $(LOCKS)/scale.lock pyproject.toml
	$(call environment,$(SCALE),$(LOCKS)/scale.lock)
	@touch $@

$(OPINIONS_STAMP): $(LOCKS)/opinions.lock pyproject.toml
	$(call environment,$(OPINIONS),$(LOCKS)/opinions.lock)
	@touch $@

demo: $(RUN_STAMP)  ## print a month's statements from the CSV files in examples/data
	@$(RUN)/bin/python examples/month.py

portal: $(PORTAL_STAMP)  ## serve the portal of examples/portal, at the address that it says; PORT=8000
	@$(PORTAL)/bin/python examples/portal/main.py --port $(PORT)

portal-test: $(PORTAL_STAMP)  ## test the portal over HTTP, and in Chromium where there is one; check its types
	$(PORTAL)/bin/python -m pytest --noconftest $(PORTAL_TESTS)
	cd examples/portal && ../../$(PORTAL)/bin/python -m mypy --config-file ../../pyproject.toml main.py edge.py

playground: $(RUN_STAMP)  ## serve the library itself in a page, to this machine, at the address that it says; PORT=8000
	@cd examples && ../$(RUN)/bin/python -m playground.main --port $(PORT)

playground-test: $(PORTAL_STAMP)  ## test that page in Chromium, where there is one and Pyodide can be fetched
	$(PORTAL)/bin/python -m pytest --noconftest tests/examples/test_playground.py tests/examples/test_playground_page.py

scale: $(SCALE_STAMP)  ## settle made-up tickets in several processes, by a pool and by Dask; TICKETS=1000000 SHARDS=16
	@rm -rf build/scale
	@echo "making $(TICKETS) tickets in $(SHARDS) shards"
	@$(SCALE)/bin/python examples/scale/make_shards.py build/scale/shards --tickets $(TICKETS) --shards $(SHARDS)
	@for engine in pool dask; do \
	  echo; echo "$$engine"; \
	  $(SCALE)/bin/python examples/scale/main.py build/scale/shards build/scale/$$engine 2026-11 --engine $$engine || exit; \
	done
	@diff -r build/scale/pool build/scale/dask && echo && echo "both wrote the same parts, byte for byte"

scale-test: $(SCALE_STAMP)  ## test the engines of examples/scale, and kill workers of them
	$(SCALE)/bin/python -m pytest --noconftest tests/examples/test_scale.py tests/examples/test_scale_engines.py

quick: $(STAMP)  ## run every test with a fifth of the random cases, and no coverage
	HYPOTHESIS_PROFILE=quick $(PYTEST)

test: $(STAMP)  ## run every test and every documented example, with branch coverage
	$(PYTEST) --cov

thorough: $(STAMP)  ## run every test with ten times as many random cases
	HYPOTHESIS_PROFILE=thorough $(PYTEST)

counts: $(STAMP)  ## store how many steps the scenarios of tests/bounds.py take on this Python
	$(BIN)/python tests/bounds.py

mutants: $(STAMP)  ## change one thing at a time and see whether a test notices: MODULES="credits sla" SAMPLE=400 REV=main
	PYTHONPATH=tools $(BIN)/python -m mutants $(MODULES) $(if $(SAMPLE),--sample $(SAMPLE)) \
	  $(if $(filter-out HEAD,$(REV)),--since $(REV)) $(if $(SECONDS),--seconds $(SECONDS))

floors: requirements/dev.lock  ## run the tests with the oldest dependencies that are allowed, in .venv-floors
	$(call environment,.venv-floors,$(LOCKS)/dev.lock)
	@.venv-floors/bin/python -m pip install --quiet --disable-pip-version-check \
	  $$(.venv-floors/bin/python .ci/versions.py lowest)
	.venv-floors/bin/python .ci/versions.py installed
	.venv-floors/bin/python -m pytest -n $(JOBS) $(TESTS)

newest: requirements/dev.lock  ## run the tests with the newest dependencies, whatever caps others set, in .venv-newest
	$(call environment,.venv-newest,$(LOCKS)/dev.lock)
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade \
	  $$(.venv-newest/bin/python .ci/versions.py names)
	.venv-newest/bin/python .ci/versions.py installed
	.venv-newest/bin/python -m pytest -n $(JOBS) $(TESTS)

zones: $(STAMP)  ## run the tests of zones with an old release of the time zone database and with a new one, and compare them
	@rm -rf build/zones
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  --target build/zones/old -r $(LOCKS)/zones.lock
	$(BIN)/python .ci/zones.py

opinions: $(OPINIONS_STAMP)  ## compare with other libraries and proofs: hours, hour grammar, the order of drawing, tables
	$(OPINIONS)/bin/python -m pytest -n $(JOBS) tests/second_opinions

downstream: $(STAMP)  ## test the strategies from a built wheel, beside the oldest and the newest Hypothesis
	@$(BIN)/python .ci/downstream.py

site-test: docs $(PORTAL_STAMP)  ## build the docs, and try them in Chromium: links, phone, dark, search
	$(PORTAL)/bin/python -m pytest --noconftest tests/examples/test_site.py

check: $(STAMP) $(DOCS_STAMP)  ## format, lint, types, layers, spelling, docs
	@$(MAKE) $(BESIDE) pyright docs mypy lint layers spelling

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

mypy: $(STAMP)
	$(BIN)/mypy

pyright: $(STAMP)
	$(BIN)/pyright

layers: $(STAMP)
	$(BIN)/lint-imports

spelling: $(DOCS_STAMP)
	$(DOCS)/bin/codespell

format: $(STAMP)  ## format the code and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(DOCS_STAMP)  ## build the docs, warnings as errors
	$(DOCS)/bin/sphinx-build -E -n -W --keep-going -q -b html docs docs/_build/html

bench: $(BENCH_STAMP)  ## measure against the peers, in one run, as ratios
	@$(BENCH)/bin/python benchmarks/run.py

against: $(STAMP)  ## measure against another revision, in turns: make against REV=HEAD~1
	@$(BIN)/python benchmarks/against.py $(REV)

dist: $(STAMP)  ## build dist/: the sdist, and the wheel from it; check both, and run the quick tests with the wheel installed
	$(BIN)/python .ci/dist.py $(TESTS)

# $(call lock,OPTIONS): write the locks anew.
define lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --upgrade uv
	for group in dev run examples docs bench portal scale downstream zones opinions; do \
	  .venv-lock/bin/uv pip compile pyproject.toml --group $$group --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links $(1) --quiet -o $(LOCKS)/$$group.lock; \
	done
endef

lock:  ## pin what pyproject.toml asks for, with hashes, and keep what is pinned already
	$(call lock)

upgrade:  ## pin the newest of everything
	$(call lock,--upgrade)

clean:  ## remove what the targets made
	rm -rf .venv .venv-run .venv-docs .venv-bench .venv-portal .venv-scale .venv-opinions .venv-floors .venv-newest .venv-lock docs/_build docs/_generated .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .mutants .hypothesis .import_linter_cache build dist
