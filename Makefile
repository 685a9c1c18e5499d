# The same verbs that CI runs. `make run` needs Python 3.11, make and the network; nothing else.

PYTHON ?= python3
IN_VENV := .venv/bin

.PHONY: setup run test check bench docs clean

setup:            ## install into .venv; starts nothing
	@$(PYTHON) scripts/setup.py

run: setup        ## install, migrate, load, serve: prints one address
	@exec $(IN_VENV)/salerno run

test:             ## everything that CI runs
	@$(PYTHON) scripts/test.py

check:            ## linters only
	@$(PYTHON) scripts/test.py --only linters

bench:            ## what it costs, as a table
	@$(PYTHON) scripts/setup.py --bench
	@$(IN_VENV)/python benchmarks/run.py

docs: setup-dev   ## regenerate what the docs take from the code
	@$(IN_VENV)/salerno docs

clean:            ## remove the environment and caches; the data folder stays
	rm -rf .venv build .pytest_cache .ruff_cache .hypothesis .import_linter_cache src/*.egg-info

.PHONY: setup-dev
setup-dev:
	@$(PYTHON) scripts/setup.py --dev
