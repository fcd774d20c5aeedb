# Everything a newcomer needs: `make report` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOWEST := .venv-lowest
PROFILE ?= quick
OUT ?=
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup report test slow properties seeds mutants lowest lint docs bench peers clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(BIN)/.installed ## make .venv and install the tested versions into it

$(BIN)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt 'pip>=25.1'  # the first with --group
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[networks,cluster]' --group dev
	touch $@

report: setup ## run every check (PROFILE=quick|standard|full, OUT=folder) and say where the report is
	$(BIN)/python -m validation.run_all --profile $(PROFILE) $(if $(OUT),--out $(OUT))

test: setup ## run the tests but those marked slow
	$(BIN)/python -m pytest -n 2 -m "not slow" --ignore=tests/benchmarks tests

slow: setup ## run the tests marked slow
	$(BIN)/python -m pytest -n 2 -m slow --ignore=tests/benchmarks tests

properties: setup ## run every Hypothesis property alone, deeply; print the seed
	@seed=$${SEED:-$$(date +%s)}; echo "hypothesis seed: $$seed (repeat with SEED=$$seed)"; \
	$(BIN)/python -m pytest -n 2 -m property --hypothesis-profile=deep --hypothesis-seed=$$seed tests

seeds: setup ## run all checks over 50 seeds (SEEDS=, JOBS=; goes on where it was stopped), write docs/seeds.md
	$(BIN)/python -m validation.seeds --seeds $${SEEDS:-50} --jobs $${JOBS:-2} --table docs/seeds.md

mutants: setup ## plant each mistake of tests/mutants in a copy (JOBS=2, ONLY="NAME ..."); what owns it must notice
	$(BIN)/python tests/mutants/gate.py --jobs $(or $(JOBS),2) $(if $(ONLY),--only $(ONLY))

lowest: ## run the tests of bounds and reports on the lowest versions that pyproject.toml allows, without torch
	test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	$(PYTHON) tests/lowest.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --constraint constraints.txt 'pip>=25.1'
	$(LOWEST)/bin/python -m pip install --quiet --constraint $(LOWEST)/constraints.txt --editable . --group test
	$(LOWEST)/bin/python -m pytest -n 2 -m "not slow and not browser" tests/bounds tests/reports

lint: setup ## style, types, and the arrows between the packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup ## write the reference of every module into docs/_build
	$(BIN)/python -W error::UserWarning docs/reference.py

peers: setup ## install the libraries that the comparisons need
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[networks,cluster,engines,peers]' --group dev
	$(BIN)/python -m pip install --quiet --no-deps psitip==1.1.7

bench: peers ## time us against our peers, side by side
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,max -m "slow or not slow" -s

clean: ## remove what runs and tools left (never .venv)
	rm -rf runs docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
