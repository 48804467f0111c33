# 拟稿: `make run` sets everything up and serves; `make test` sets up and checks everything.
# Every step leaves a stamp and is done again only when what it depends on has changed.

export PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PEERS := benchmarks/peers/node
VENDOR := webapp/static/vendor
FETCH_FONTS := $(BIN)/python scripts/fetch_fonts.py $(VENV)/share/nigao/fonts
export NIGAO_HOME ?= $(CURDIR)/var
# one more than there are cores: tests also wait, for browsers, servers and what was killed
TEST_WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# the files in the order of tests/order.py; when a second test stands still the run ends
DISTRIBUTION := --dist loadfile --no-loadscope-reorder --max-worker-restart 1

.PHONY: run test bench soak setup setup-test setup-bench setup-soak check-python lock clean

run: setup
	$(BIN)/nigao serve

test: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(TEST_WORKERS) $(DISTRIBUTION)

bench: setup-bench
	@status=0; for script in benchmarks/*.py; do echo "== $$script"; \
	    $(BIN)/python -m benchmarks.$$(basename $$script .py) || status=1; done; exit $$status

# fifty kills of each kind over 500 rows; the properties over examples drawn anew; then ten minutes
# a reader, and what that finds lies in soak/ and becomes a test
soak: setup-soak
	NIGAO_KILLS=50 NIGAO_KILL_ROWS=500 $(BIN)/pytest -q tests/kills --durations=0 -o faulthandler_timeout=0
	$(BIN)/pytest -q -m hypothesis --hypothesis-profile anew
	$(BIN)/python -m scripts.soak

setup: $(STAMPS)/project $(STAMPS)/fonts $(VENDOR)/htmx.min.js

setup-test: setup $(STAMPS)/dev $(STAMPS)/oracles $(STAMPS)/services $(STAMPS)/node

setup-bench: setup-test $(STAMPS)/peers

setup-soak: setup-test $(STAMPS)/soak

# --- the virtual environment, from the locks alone -----------------------------------------

$(STAMPS)/venv:
	sh scripts/debian_packages.sh needed python3-venv
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本；用 make PYTHON=… 指定")'
	$(PYTHON) -m venv $(VENV)
	mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: $(STAMPS)/venv requirements.lock requirements-build.lock
	$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	touch $@

$(STAMPS)/project: $(STAMPS)/runtime pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(STAMPS)/dev: $(STAMPS)/project requirements-scale.lock requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-scale.lock -r requirements-dev.lock
	touch $@

$(STAMPS)/soak: $(STAMPS)/dev requirements-soak.lock
	$(PIP) install --require-hashes -r requirements-soak.lock
	touch $@

# what the benchmarks stand beside; of it they need docxtpl alone
$(STAMPS)/peers: $(STAMPS)/dev requirements-bench.lock $(PEERS)/package-lock.json
	$(PIP) install --require-hashes -r requirements-bench.lock
	sh scripts/debian_packages.sh optional npm python3-uno
	-cd $(PEERS) && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	touch $@

# --- what is not Python; the application does without what cannot be had -------------------

$(STAMPS)/fonts: $(STAMPS)/runtime scripts/fetch_fonts.py scripts/truetype.py
	@if $(FETCH_FONTS) || { sh scripts/debian_packages.sh update && $(FETCH_FONTS); }; then touch $@; fi

$(VENDOR)/htmx.min.js: package.json package-lock.json
	sh scripts/fetch_htmx.sh $(VENDOR)

$(STAMPS)/oracles: $(STAMPS)/venv scripts/debian_packages.sh
	sh scripts/debian_packages.sh optional chromium libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-wqy-microhei libatomic1
	touch $@

# what the tests start for themselves; without it they fail, unless NIGAO_TEST_SERVICES=none
$(STAMPS)/services: $(STAMPS)/venv scripts/debian_packages.sh
	sh scripts/debian_packages.sh optional postgresql redis-server
	touch $@

# without npm the tests that need what it brings are skipped, and say so
$(STAMPS)/node: $(STAMPS)/venv $(VENDOR)/htmx.min.js package.json package-lock.json
	@if npm ci --include=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; \
	    then touch $@; else echo "取不到测试用的 npm 软件包，用到它们的测试会跳过" >&2; fi

# --- upkeep ---------------------------------------------------------------------------------

lock: $(STAMPS)/dev
	sh scripts/lock.sh
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	cd $(PEERS) && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean:
	rm -rf $(VENV) build dist node_modules $(PEERS)/node_modules $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .hypothesis
