# Everything runs in .venv, which is made from the hashed requirements on first use.
PYTHON ?= python3
BENCH ?=
VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin
# Half as many again as there are processors, for many tests wait.
JOBS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) * 3 / 2 )))

# What is compiled, with the asserts of tests, is kept for the processes that follow, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := test
.PHONY: demo test lint bench faults fuzz audit-code audit-dependencies pictures image lock clean

$(READY): deploy/requirements-dev.txt deploy/requirements-chart.txt pyproject.toml deploy/make-venv
	sh deploy/make-venv $(PYTHON) $(VENV)
	touch $@

demo: $(READY)  ## a day of an invented company; on a terminal everything runs on until Ctrl-C
	if [ -t 1 ]; then $(RUN)/python -m service.cli demo; else $(RUN)/python -m service.cli demo --once; fi

test: lint  ## lint, types, import contracts, tests
	$(RUN)/python -m pytest -n $(JOBS) --dist worksteal

lint: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache

bench: $(READY)  ## make bench BENCH=graph for one part
	$(RUN)/python -m tests.benchmarks $(BENCH)

faults: $(READY)  ## random schedules of faults, 50 processes killed, PostgreSQL restarted: nothing is lost and nothing doubled
	$(RUN)/python -m tests.faults

fuzz: $(READY)  ## 100,000 hostile requests on every route, beside honest ones
	$(RUN)/python -m tests.fuzz

audit-code: $(READY)  ## what bandit finds in it, beyond the rules that ruff has, too
	$(RUN)/bandit --quiet --recursive --configfile pyproject.toml rules connectors service

audit-dependencies: $(READY)  ## whether what is locked is known to be vulnerable; asks the index of packages, so that it needs the internet
	$(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-audit.txt
	for file in requirements requirements-otel requirements-dev; do \
		.audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement deploy/$$file.txt || exit 1; done

pictures: $(READY)  ## the README's, drawn anew
	$(RUN)/python -m tests.pictures

image: $(READY)  ## the image's steps without Docker, and what it starts, with its health check
	$(RUN)/python deploy/container/rehearse.py

lock: $(READY)  ## renew the hashed requirements
	sh deploy/lock $(VENV)

clean:
	rm -rf $(VENV) .bench .audit
