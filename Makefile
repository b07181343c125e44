# Customs data exchange hub. Needs Python 3.11+, Java 17+ and Maven; `make setup` brings the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

DURATION ?=
REPORT ?=
ROUNDS ?= 20
MESSAGES ?= 200000
SECONDS ?= 60
FAMILIES ?= au gb np vn jp cn id kr ru kz sg th
ARGS ?=
PYTEST ?= tests

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
RESOLVED := .local/cache/.resolved

.PHONY: help setup demo test check format kills bench reading fuzz fuzz-guided blocks lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) $(RESOLVED) ## Install Python packages, Kafka, PostgreSQL and the registry (once)
	@$(BIN)/python -m hub.native

demo: setup ## Show declarations travelling [DURATION=seconds] [REPORT=file]
	$(BIN)/hub demo $(if $(DURATION),--duration $(DURATION)) $(if $(REPORT),--report $(REPORT))

test: setup ## Run every test, the real Kafka, PostgreSQL and registry included [PYTEST=paths] [ARGS=…]
	$(BIN)/pytest $(ARGS) $(PYTEST)

check: $(INSTALLED) ## Check style, types, layers, YAML and the compose file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict .yamllint.yaml docker-compose.yml connectors
	$(BIN)/pytest tests/architecture

format: $(INSTALLED) ## Repair what can be repaired without thinking
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

kills: setup ## Kill every part and station while messages flow [ROUNDS=20]
	$(BIN)/hub kills --rounds $(ROUNDS)

bench: setup ## Measure throughput and latency [ARGS=…]
	$(BIN)/python -m bench $(ARGS)

reading: export GLIBC_TUNABLES = glibc.malloc.tcache_count=1000
reading: $(INSTALLED) ## Measure what reading a declaration costs, beside pydifact and xsdata
	$(BIN)/python -m bench.reading

fuzz: $(INSTALLED) ## Read mutated messages of every country [MESSAGES=200000]
	$(BIN)/python -m tests.fuzz --messages $(MESSAGES) --report bench/results/fuzz.json

fuzz-guided: $(INSTALLED) ## Fuzz one country a family, guided by coverage [SECONDS=60]
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.txt
	@{ date -u +%Y-%m-%d; for country in $(FAMILIES); do echo "== $$country"; \
	  $(BIN)/python -m tests.fuzz.guided $$country --seconds $(SECONDS) 2>&1 \
	    | grep -E '^(stat::|Done|.*(Error|ERROR|artifact))'; \
	done; } | tee bench/results/fuzz-guided.txt

blocks: $(INSTALLED) ## Measure building blocks in pairs: compression, Avro, intake's server
	$(BIN)/python -m bench.blocks

lock: $(INSTALLED) ## Renew requirements*.txt from pyproject.toml [ARGS=--upgrade]
	tools/lock $(ARGS)

clean: ## Remove what setup and runs have made
	rm -rf $(VENV) .local build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A virtual environment, then the locked packages, then this project. The distribution's Python comes
# first: it is built with profile-guided optimisation, which one compiled by a version manager often
# lacks, and every message pays for that (bench/results name the build that was measured).
$(INSTALLED): requirements-dev.txt pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 && exit; \
	python=; for name in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do \
	  if $$name -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; exit 2; \
	fi; \
	echo "installing into $(VENV) with $$($$python --version)"; \
	$$python -m venv --clear $(VENV) || \
	  { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 2; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(RESOLVED): $(INSTALLED) hub/local/pom.xml
	@$(BIN)/python -m hub.local
	@mkdir -p $(@D) && touch $@
