# A machine needs Python 3.11 or newer and make; the rest is set up in .venv, and again only when the lock changes.

.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE  # modules are compiled once, not by each process
.PHONY: help demo test check docs setup bench lock vendor pictures

BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
PYTHONS := python3.11 python3.12 python3.13 python3.14 python3 python
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --strip-extras --all-build-deps --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-options

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

demo: .venv/run  ## serve an invented federation on http://127.0.0.1:8000
	@$(BIN)/remit demo

test: .venv/dev  ## run the tests on every core; ARGS="tests/cli -k load" for some of them
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 8 --dist loadscope --no-loadscope-reorder $(ARGS)

check: .venv/dev  ## style, layout and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

docs: .venv/dev  ## write docs/reference/ from the code
	@$(BIN)/python -m docs.pages
	@$(BIN)/python -m remit.plans.json_schema docs/reference/plan.schema.json

setup: .venv/dev  ## everything that a developer needs, in .venv

bench: .venv/dev  ## speed, as seconds and as ratios to hand-written SQL; memory
	@$(BIN)/python -m benchmarks

pictures: .venv/dev  ## take the pictures of README and manual from the running product (needs Chromium)
	@REMIT_PICTURES=docs/pictures $(BIN)/python -m pytest tests/scenes/test_pictures.py

vendor: .venv/dev  ## say which browser files differ from their packages; ARGS=--write takes them (needs npm)
	@$(BIN)/python -m remit_web.shell.vendor $(ARGS)

lock: .venv/dev  ## take newer versions of the dependencies into requirements/
	@$(PIP) install pip-tools
	@$(COMPILE) --upgrade --extra web --extra dev --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) --upgrade --extra web --constraint requirements/dev.txt --output-file requirements/run.txt pyproject.toml

.venv/run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Setting up .venv ..."
	@$(PIP) install --requirement requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	@$(PIP) install --requirement requirements/dev.txt
	@touch $@

$(BIN)/python:
	@for python in $(PYTHONS); do \
		if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv .venv; \
		fi; \
	done; \
	echo "Remit needs Python 3.11 or newer, with venv: none of $(PYTHONS) is." >&2; \
	echo "Install one (for example: apt install python3 python3-venv) and try again." >&2; \
	exit 1
