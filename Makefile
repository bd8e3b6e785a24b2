# Everything a newcomer and CI need. `make demo` and `make test` set up all they use, in .venv, and are safe to repeat.

PY := .venv/bin/python
CASES ?= ../shared/conformance/runs
RECORDED := tests/conformance/runs/recorded
CONFORMANCE_FLAGS ?=
ORACLE ?= $(or $(MISTRALC_ORACLE),../oracle)
DEMO ?= examples/release.yaml
DEMO_INPUT ?= --input version=1.0
PORT ?= 8787

.PHONY: help demo test quick lint types unit conformance differential integration sample e2e e2e-mistral compile ui fuzz bench bench-check bench-openstack bench-waiting bench-expressions mutation clean generated bench-run e2e-here

help: ## What can be made.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 22

.venv/ready: pyproject.toml constraints.txt .ci/venv.sh
	@sh .ci/venv.sh
	@touch $@

demo: .venv/ready ## Compile the examples and run one of them on an embedded Airflow.
	@.venv/bin/mistralc compile examples -o dags_generated
	@echo
	@.venv/bin/mistralc run $(DEMO) $(DEMO_INPUT)
	@echo
	@echo "Next: 'make ui' shows the same DAGs in Airflow's own web interface. The DAG files are in dags_generated/."

ui: .venv/ready ## Start Airflow on dags_generated/ (PORT=8787); Ctrl-C stops it.
	@$(PY) -m mistral_airflow.local.server --dags dags_generated --port $(PORT)

compile: .venv/ready ## Compile the examples to dags_generated/.
	@.venv/bin/mistralc compile examples -o dags_generated

test: .venv/ready lint types unit conformance differential integration e2e-here ## Everything that CI runs.

quick: .venv/ready lint types unit ## The part of the tests that needs no server.

lint: .venv/ready
	@.venv/bin/ruff check compiler airflow_plugins tests
	@.venv/bin/ruff format --check compiler airflow_plugins tests

types: .venv/ready
	@.venv/bin/mypy

unit: .venv/ready
	@.venv/bin/pytest -m "not slow" -n 2

conformance: .venv/ready ## Replay runs of the real Mistral (CASES=folder CONFORMANCE_FLAGS="--json FILE").
	@$(PY) -m tests.conformance.runs $(RECORDED)
	@if [ -d "$(CASES)" ]; then $(PY) -m tests.conformance.runs "$(CASES)" $(CONFORMANCE_FLAGS); \
	else echo "left out: $(CASES) is not there"; fi

generated: .venv/ready ## Fresh random workflows by a real Mistral (ORACLE) and by us; differences are shrunk (SEEDS="7000 7100").
	@$(PY) -m tests.conformance.generated $(or $(SEEDS),$$(date +%s) $$(($$(date +%s) + 50))) --oracle "$(ORACLE)"

differential: .venv/ready ## Compiled expressions against the yaql library: 100,000 random ones, and every operand.
	@.venv/bin/pytest -m slow -n 2 tests/conformance tests/unit

integration: .venv/ready ## Tests on a real Airflow: scheduler, executor, REST API, browser.
	@.venv/bin/pytest -m slow -rs tests/integration

sample: .venv/ready ## Of those: 130 recorded runs on the real scheduler, on PostgreSQL and on SQLite.
	@.venv/bin/pytest -m slow -rs tests/integration/test_sample.py

# A cloud of your own is used where OS_CLOUD names one; it is not brought up or down then.
WITH_CLOUD := $(if $(OS_CLOUD),,$(PY) -m tests.e2e.control_plane --state .openstack run)

e2e: .venv/ready ## Workflows on a real OpenStack control plane, brought up and down (or on the cloud OS_CLOUD).
	@$(WITH_CLOUD) .venv/bin/pytest -m slow -rs tests/e2e

# The same in `make test`: on a machine without the Debian packages it says so and goes on; what hangs is ended.
e2e-here: .venv/ready
	@$(if $(OS_CLOUD),,$(PY) -m tests.e2e.control_plane --state .openstack --or-leave-out --timeout 1200 run) \
		.venv/bin/pytest -m slow -rs tests/e2e

e2e-mistral: .venv/ready ## The same workflows by a real Mistral and by us, on one cloud (docs/openstack-e2e.md).
	@$(PY) -m tests.e2e.control_plane --state .openstack --mistral run $(PY) -m tests.e2e.mistral --report docs/openstack-e2e.md

bench-openstack: .venv/ready ## One OpenStack call: openstacksdk alone, our operator, Mistral's executor.
	@$(WITH_CLOUD) $(PY) -m tests.bench.calls

bench-waiting: .venv/ready ## 200 waits for a server on one triggerer: memory, processor time.
	@$(WITH_CLOUD) $(PY) -m tests.bench.waiting

fuzz: .venv/ready ## Random texts to the parsers and evaluators of expressions (SECONDS=60).
	@$(PY) -m tests.fuzz.expressions --seconds $(or $(SECONDS),60)

bench: .venv/ready ## Compare with hand-written DAGs and dag-factory.
	@$(PY) -m tests.bench

bench-run: .venv/ready ## Run graphs beside hand-written DAGs and Mistral, 25 min (GRAPHS="chain fan" ROUNDS=3 MINUTES=25).
	@$(PY) -m tests.bench.running $(if $(GRAPHS),--graphs $(GRAPHS)) $(if $(ROUNDS),--rounds $(ROUNDS)) \
	  $(if $(MINUTES),--minutes $(MINUTES)) --markdown docs/benchmarks-run.md

bench-check: .venv/ready ## Checking: the cost of files, growth, keystrokes, beside Mistral's validator (docs/checker-benchmark.md), 10 min.
	@$(PY) -m tests.bench.check --markdown docs/checker-benchmark.md --plot docs/images/check-cost.svg

mutation: .venv/ready ## Seed faults in real workflows and write what is found (docs/checker-mutations.md).
	@$(PY) -m tests.mutation --sites 5 --report docs/checker-mutations.md

bench-expressions: .venv/ready ## Compiled YAQL beside the yaql library and hand-written Python (docs/expressions-benchmark.md).
	@$(PY) -m tests.bench.expressions

clean: ## Remove what these targets made, but for dags_generated/.
	rm -rf .openstack .venv .venv-bench .venv-mistral .airflow build *.egg-info
