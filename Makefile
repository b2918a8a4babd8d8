# Greenroom's commands. `make` alone lists them.

PORT ?= 8000
export PORT
PY := .venv/bin/python
INSTALL = python="$$(sh up/find-python.sh)" && "$$python" -m up.install
# Throwaway PostgreSQL and Redis for one command; DATABASE_URL and REDIS_URL win when they are set.
WITH_SERVICES = $(PY) -m up --services-only --

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench bank-report screenshots clean

help: ## list these commands
	@echo "make <command>, one of:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## install everything into this directory (run does it too)
	@$(INSTALL) --again

run: ## start Greenroom at http://localhost:8000 (another port: make run PORT=8001)
	@$(INSTALL)
	@exec $(PY) -m up --stop-with-parent

test: ## run the whole test suite, the real browser included
	@$(INSTALL) --for test
	@exec $(WITH_SERVICES) $(PY) -m up.suites

check: ## lint, types, import contracts, migrations, templates
	@$(INSTALL) --for test
	@exec $(PY) -m up.checks

bench: ## measure speed and write down the figures
	@$(INSTALL) --for test
	@exec $(WITH_SERVICES) $(PY) -m bench

bank-report: ## count the questions, sets and programs in fixtures/
	@$(INSTALL)
	@$(PY) manage.py bank_report

screenshots: ## draw the main pages into docs/img
	@$(INSTALL) --for test
	@exec $(WITH_SERVICES) $(PY) -m tests.screenshots

clean: ## remove what was installed and built; var/ with your data stays
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
