# What a person or a CI does with this project: `make help`.

.DEFAULT_GOAL := help
PORT ?= 8000
export PORT

bin := .venv/bin
digest_of = $(shell cat $(1) | sha256sum | cut -c1-16)
run_locks := requirements.txt requirements-demo.txt
run_stamp := .venv/installed-run-$(call digest_of,$(run_locks))
dev_stamp := .venv/installed-dev-$(call digest_of,requirements-dev.txt)
# pip's quiet mode still shows what went wrong. The locks are complete, so nothing is left to resolve: older versions of pip
# would look for the newest release of what a package asks for with an extra, and refuse it for want of a hash.
install := $(bin)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all:

.PHONY: help setup run test check check-locks bench messages lock release

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'
	@echo "  PORT=8000 sets the port of the shop, PYTHON=python3.12 the Python of a new .venv."

setup: $(run_stamp) ## Make .venv and install what the shop needs

run: setup ## Start the shop on this machine: storefront and admin on PORT, Ctrl-C ends it
	@$(bin)/python manage.py run

test: $(dev_stamp) ## Install what the tests need, then run all of them: both databases, browser, Nginx
	@$(bin)/python -m tests.whole_suite

check: $(dev_stamp) check-locks ## Check format, lint, types, layers, templates and locks
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/djlint --lint --quiet themes

check-locks: $(dev_stamp)
	$(bin)/python -m deploy.lock check

bench: $(dev_stamp) ## Run the measurements of tests/bench on small shops
	@for program in tests/bench/bench_*.py; do echo "== $$program" && $(bin)/python -m "tests.bench.$$(basename "$$program" .py)" || exit 1; done
	@echo "How to run the large ones, and how to read all of them: tests/bench/README.md"

messages: setup ## Collect what the admin says into its German catalogue, and compile that
	@$(bin)/python -m deploy.messages

release: $(dev_stamp) ## Make the one file that installs and upgrades a server: dist/cataloro-<version>.run
	@$(bin)/python -m deploy.release.build

lock: $(dev_stamp) ## Lock the requirements anew from the .in files
	$(bin)/python -m deploy.lock make

$(bin)/python:
	@for name in $(or $(PYTHON),python3.12 python3.11 python3.13 python3); do \
	  if $$name -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making .venv with $$($$name --version)"; exec $$name -m venv .venv; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with venv was found. On Debian: apt-get install python3 python3-venv." >&2; \
	echo "On AlmaLinux 8: dnf install python3.11. Or name one: make PYTHON=/path/to/python" >&2; exit 1

$(run_stamp): | $(bin)/python
	@echo "Installing what the shop needs (a minute or two)"
	@$(install) $(addprefix -r ,$(run_locks))
	@rm -f .venv/installed-run-* && touch $@

$(dev_stamp): | $(bin)/python
	@echo "Installing what the tests need (a minute or two)"
	@$(install) -r requirements-dev.txt
	@rm -f .venv/installed-* && touch $(run_stamp) $@
