# One word a chore. `make` alone explains them; every word sets up what it needs by itself.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EXTRAS := dev
# One more than there are processors: much of a journey is waiting for the other side.
PROCESSES := $(shell expr $$(nproc 2> /dev/null || echo 1) + 1)
PYTHONS := $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14 python

# What a word may be told: make sandbox PORT=9000 RESET=1, make test ONLY=tests/optouts,
# make bench ONLY=core ROWS=1000000.
PORT :=
DATA :=
RESET :=
ONLY :=
ROWS :=
ENGINE :=

.DEFAULT_GOAL := help
.PHONY: help setup sandbox run migrate doctor test check fix browser screenshots bench lock clean

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r word what; do printf '  make %-12s %s\n' "$$word" "$$what"; done

setup: $(READY) ## Make .venv with the locked versions of everything

sandbox: $(READY) ## Open a pretend Slack workspace with the bot in it (PORT=, DATA=, RESET=1)
	@$(BIN)/optout sandbox $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA)) \
		$(if $(RESET),--reset)

run: $(READY) ## Run the bot with the settings of .env
	@$(BIN)/optout run

migrate: $(READY) ## Bring the database to this release's schema
	@$(BIN)/optout migrate

doctor: $(READY) ## Look for faults in the settings and say how to mend them
	@$(BIN)/optout doctor

# The rules are small and everything rests on them, so every one of their branches is tested.
# No table of all files, so that the last lines are what failed; `.venv/bin/coverage report` has it.
test: $(READY) ## Run the tests; ONLY= takes a file, a folder or file::test
ifdef ONLY
	@$(BIN)/pytest $(ONLY)
else
	@$(BIN)/pytest --numprocesses $(PROCESSES) --maxprocesses 4 --ignore tests/browser --cov --cov-report=
	@$(BIN)/coverage report --fail-under 100 --include 'optouts/errors.py,optouts/export_text.py,optouts/number_*.py,'\
	'optouts/numbers.py,optouts/outcomes.py,optouts/places.py,optouts/preferences.py,'\
	'optouts/regions.py,optouts/roles.py,optouts/schedule_times.py,optouts/schedule_words.py,'\
	'optouts/setup.py,optouts/sheet_times.py,optouts/spikes.py,optouts/undoing.py,'\
	'optouts/words.py,optouts/zones.py' > $(VENV)/rules.txt \
		|| { echo 'A line or branch of the rules is not tested:'; cat $(VENV)/rules.txt; exit 1; }
endif

check: $(READY) ## Format, lint, types, imports, dead code, dependencies, spelling, the API's document
	@echo '== format'; $(BIN)/ruff format --check .
	@echo '== lint'; $(BIN)/ruff check .
	@echo '== types'; $(BIN)/mypy
	@echo '== imports'; $(BIN)/lint-imports --no-logo
	@echo '== dead code'; $(BIN)/vulture
	@echo '== dependencies of the program'; $(BIN)/deptry . --extend-exclude '^(tests|bench)/' \
		--optional-dependencies-dev-groups $(EXTRAS)
	@echo '== dependencies of the tests'; $(BIN)/deptry .
	@echo '== spelling'; $(BIN)/codespell
	@echo '== the API against its document'; $(BIN)/python -m tests.contract --warnings off \
		> $(VENV)/contract.txt 2>&1 || { cat $(VENV)/contract.txt; exit 1; }
	@echo '== all well'

fix: $(READY) ## Format, and mend what can be mended by itself
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

browser: $(READY) ## Go through the pretend workspace's page with Chromium
	@$(BIN)/pytest tests/browser

screenshots: $(READY) ## Take the pictures of docs/images anew
	@$(BIN)/python -m tests.browser.screenshots

bench: $(READY) ## Measure, a JSON line a figure (ONLY=, ROWS=, ENGINE=)
	@$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(ROWS),--rows $(ROWS)) \
		$(if $(ENGINE),--engine $(ENGINE))

lock: ## Choose the newest versions that fit pyproject.toml (needs uv)
	@uv pip compile --quiet pyproject.toml --extra $(EXTRAS) --universal --python-version 3.11 --upgrade \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock

clean: ## Throw away what the tools left; .venv and data stay
	rm -rf build *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find bot handlers optouts storage tests bench -name __pycache__ -prune -exec rm -rf {} +

# uv is fast where it is there and can reach its packages; pip is the way that always works.
$(READY): pyproject.toml requirements.lock
	@python=; for each in $(PYTHONS); do \
		if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
			python=$$each; break; \
		fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'This needs Python 3.11 or newer, and finds none. Install one, or name it:' >&2; \
		echo '  make $(MAKECMDGOALS) PYTHON=/path/to/python3.11' >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with the locked versions; this happens once and takes a minute."; \
	if command -v uv > /dev/null \
		&& { [ -x $(BIN)/python ] || uv venv --quiet --python "$$python" $(VENV); } \
		&& uv pip install --quiet --python $(BIN)/python --constraint requirements.lock \
			--editable '.[$(EXTRAS)]'; then :; \
	else \
		"$$python" -m venv $(VENV) \
		&& $(BIN)/python -m pip install --quiet --disable-pip-version-check \
			--constraint requirements.lock --editable '.[$(EXTRAS)]'; \
	fi
	@touch $(READY)
