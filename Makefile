# Everything a developer runs, each as one word. `make` alone lists the words.

HEARTH  := .build/release/hearth
VENV    := .qa/venv
PYTHON  := $(VENV)/bin/python
# The built site that `qa` and `shots` look at. Another one is looked at as it is: make qa SITE=/srv/intranet
SITE    ?= Output
# The benchmark's number of questions and of clean builds.
N       ?= 10000
RUNS    ?= 5

ifeq ($(SITE),Output)
built_site := site
endif

SWIFT_CODE := Package.swift Sources Tests

# A program of its own, without the library of Swift beside it; modules are optimized as one. The check for exclusive
# access to memory, which the compiler and all tests make, is left out where it would be made again at run time.
# The linker marks it with a hash of its contents, by which a build knows whether the last one was by the same program.
release_flags := --static-swift-stdlib -Xswiftc -cross-module-optimization -Xswiftc -enforce-exclusivity=unchecked \
  -Xlinker --build-id=sha1

.DEFAULT_GOAL := help
.PHONY: help setup build site test format lint sanitize qa qa-setup qa-live qa-selftest shots search-quality bench bench-scenarios bench-parts deb \
  migration-fidelity migration-runs migration-bench clean

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the system libraries that are missing (HEARTH_NO_INSTALL=1: only say which)
	@.ci/setup

build: setup ## build the program for use, .build/release/hearth
	swift build -c release --product hearth $(release_flags)

site: build ## build the program and with it the example site, into Output
	$(HEARTH) build
	@printf '\nLook at it:    open Output/index.html\n'
	@printf 'or serve it:   $(HEARTH) serve\n'

# Not --parallel: that replaces the summary at the end with a progress display. Swift Testing runs in parallel anyway.
# While no test is XCTest's, its runner stays out, or "Executed 0 tests" would stand in front of the real result.
test_flags = $(if $(shell grep -rlw 'import XCTest' --include='*.swift' Tests),,--disable-xctest)

# All tests at once would be hundreds of builds of sites in flight, with thousands of open files, and none would finish.
test sanitize: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH = $(shell echo $$(( $$(nproc) * 2 )))
test: setup ## run all tests
	swift test $(test_flags)

format: ## put the Swift code into the project's format
	swift format --in-place --parallel --recursive $(SWIFT_CODE)

# Without --strict, lint succeeds whatever it finds.
lint: ## complain about Swift code that is not in the project's format
	swift format lint --strict --parallel --recursive $(SWIFT_CODE)

# Swift's own crash reporter would take the signals that the sanitizers wait for. Leaks are not looked for: the test
# runner has some of its own. Each sanitizer has a build folder of its own, or every build would start from nothing.
sanitize: export SWIFT_BACKTRACE = enable=no
sanitize: setup ## run all tests under the address and the thread sanitizer
	ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 \
	  swift test $(test_flags) --sanitize=address -Xswiftc -use-ld=lld --scratch-path .build-asan
	TSAN_OPTIONS=halt_on_error=1:suppressions=$(CURDIR)/Tests/sanitizers/thread.supp \
	  swift test $(test_flags) --sanitize=thread -Xswiftc -use-ld=lld --scratch-path .build-tsan

qa-setup:
	@Tests/qa/setup.sh --browser $(VENV) Tests/qa/requirements.txt

qa: $(built_site) qa-setup $(if $(built_site),qa-live) ## check the site: HTML, links, feeds, accessibility, browser, speed (SITE=folder)
	$(PYTHON) Tests/qa/check.py $(SITE)

qa-live: build qa-setup ## check preview, publishing, hook and servers with real parts (ONLY="story serve": some of them)
	@Tests/qa/setup.sh --servers $(VENV) Tests/qa/live/requirements.txt
	$(PYTHON) Tests/qa/live/check.py --hearth $(HEARTH) $(if $(ONLY),--only $(ONLY))

qa-selftest: qa-setup ## check the checks: each must find the defect it is there for
	$(PYTHON) Tests/qa/selftest.py

shots: $(built_site) qa-setup ## take pictures of one page of each kind, into .qa/shots (SITE=folder)
	$(PYTHON) Tests/qa/shots.py $(SITE) .qa/shots

search-quality: build ## measure what the search finds and costs, beside Pagefind (N=questions of the cost run)
	@Tests/qa/setup.sh --browser $(VENV) Tests/search/requirements.txt
	$(PYTHON) Tests/search/quality.py --hearth $(HEARTH) --pagefind $(VENV) --corpus $(N)

# The program itself: bin/hugo is a script around it, whose start would be measured as well.
hugo = $(VENV)/lib/python*/site-packages/hugo/binaries/hugo

bench: build ## compare Hearth's speed and memory with Hugo's (N=questions, RUNS=builds, SEED=number)
	@Tests/qa/setup.sh $(VENV) Tests/bench/requirements.txt
	$(PYTHON) Tests/bench/bench.py --hearth $(HEARTH) --hugo $(hugo) -n $(N) --runs $(RUNS)

bench-scenarios: build ## time full builds and rebuilds at several sizes, beside the peers, into Content/contributing/benchmarks.md (SIZES=numbers)
	@Tests/qa/setup.sh $(VENV) Tests/bench/requirements.txt Tests/bench/peers/requirements.txt
	$(PYTHON) Tests/bench/scenarios.py --hearth $(HEARTH) --hugo $(hugo) --venv $(VENV) \
	  --sizes $(or $(SIZES),1000 10000 100000) --write Content/contributing/benchmarks.md

bench-parts: setup ## time the hot parts of a build, each alone
	swift build -c release --product hearth-bench $(release_flags)
	.build/release/hearth-bench

deb: build ## make a Debian package of the program, in .build/deb
	@.ci/deb $(HEARTH) .build/deb

# Real exports; without them both say so and do nothing.
DATA    ?= ../shared/data

migration-fidelity: build ## measure how much text and structure of real exports arrives, beside pandoc (DATA=folder)
	@Tests/qa/setup.sh --pandoc $(VENV) Tests/fidelity/requirements.txt
	$(PYTHON) Tests/fidelity/selftest.py
	$(PYTHON) Tests/fidelity/fidelity.py --hearth $(HEARTH) --data $(DATA)

migration-runs: build ## migrate, build and migrate again every real export, and damaged ones (DATA=folder)
	python3 Tests/fidelity/runs.py --hearth $(HEARTH) --data $(DATA)
	python3 Tests/fidelity/hostile.py --hearth $(HEARTH) --data $(DATA)

migration-bench: build ## measure speed and memory of migrations (DATA=folder, MB=size of the dump, PAGES=number)
	python3 Tests/bench/migration.py --hearth $(HEARTH) --data $(DATA) --megabytes $(or $(MB),1000) --pages $(or $(PAGES),10000)

clean: ## remove everything that was built or installed here
	rm -rf .build .build-* .qa .hearth
	find Output -mindepth 1 ! -name .gitkeep -delete
