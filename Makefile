# Targets with a `## comment` make up `make help`. Add a check to CHECKS, and it is part of `make check` and of `.ci/run`.
.DEFAULT_GOAL := help
BIN := .venv/bin
PACKAGES := $(wildcard libs/*/kesu_* services/*/kesu_* deploy/onebox/kesu_*)
MEMBERS := $(patsubst %/,%,$(dir $(PACKAGES)))
TESTS := $(wildcard libs/*/tests services/*/tests deploy/onebox/tests tests)
# Python keeps what it has compiled, whatever the caller's environment says: fifteen processes start seconds sooner each.
export PYTHONDONTWRITEBYTECODE :=
CHECKS := lint types imports dependencies deployment generated

##@ Try it
run: environment  ## Start everything in one process and print its address and the first sign-in
	@exec $(BIN)/kesu up

demo: environment  ## Play real complaints through the whole loop, and print each step
	@exec $(BIN)/kesu demo

##@ Work on it
install: development  ## Make .venv with all members and everything that tests and checks need

test: development tools  ## Run all tests on a private PostgreSQL and RabbitMQ (`make test ARGS="-k intake"`)
	@exec $(BIN)/pytest -n 2 $(ARGS)

bench: development tools  ## Measure the whole path as ratios to what the machine reaches with less (`make bench ARGS=--quick`)
	@exec $(BIN)/python -m bench $(ARGS)

check: development  ## Run every check: lint, types, imports, dependencies, deployment, generated files
	@$(MAKE) --no-print-directory --keep-going $(CHECKS) && echo "all checks passed: $(CHECKS)"

lint: development  ## Style and formatting of Python
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet

format: development  ## Format Python, and mend what can be mended
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

types: development  ## Types, strictly
	$(BIN)/mypy $(PACKAGES) bench
	@set -e; for folder in $(TESTS); do \
		if [ -n "$$(find $$folder -name '*.py' -print -quit)" ]; then echo "mypy $$folder"; $(BIN)/mypy $$folder; fi; done

imports: development  ## Who may import whom
	$(BIN)/lint-imports --no-cache --no-logo

dependencies: development  ## Every member declares what it imports, and nothing else
	@set -e; for member in $(MEMBERS); do echo "deptry $$member"; (cd $$member && $(CURDIR)/$(BIN)/deptry --no-ansi .); done

deployment: development  ## The compose file and the image: valid, and agreeing with the services
	$(BIN)/pytest -q -n0 tests/deploy/test_compose.py tests/deploy/test_image.py

evaluate: development  ## Import real files and compare every figure (`make evaluate DATA=folder with expected.json`)
	@$(BIN)/python -m bench.real_data $(DATA)

generate: development  ## Write the documents that are made from the code (docs/events.md, openapi/, procedure.md, …)
	@$(BIN)/kesu generate
	@$(BIN)/kesu procedure --write

generated: development  ## The documents that are made from the code are up to date
	@$(BIN)/kesu generate --check
	@$(BIN)/kesu procedure --check

messages: development  ## Collect what wants a translation into the .po files, and list what has none yet
	@$(BIN)/python -m kesu_common.i18n_catalogues $(ARGS)

lock: development  ## Write constraints.txt anew after a pyproject.toml changed (`make lock ARGS=--upgrade` takes the newest)
	@scripts/lock $(ARGS)

clean:  ## Delete caches and the environment; data in .kesu stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

environment:
	@scripts/bootstrap

development:
	@scripts/bootstrap --dev

tools: development
	@scripts/tools test

.PHONY: run demo install test bench check lint format types imports dependencies lock clean help environment development tools
