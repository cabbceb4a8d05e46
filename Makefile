# `make run` and `make test` do everything on a fresh Debian 12 with a Swift toolchain.
IMAGES ?= samples
PREFIX ?= /usr/local
DESTDIR ?=

BUILD_PACKAGES := libncurses-dev libopencv-dev libsixel-dev
TEST_PACKAGES := zlib1g-dev tmux xvfb xterm xfonts-base x11-utils xdotool imagemagick
RELEASE := .build/release/tessera

.PHONY: run build test lint format bench bench-peers install clean help

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: build ## build and open IMAGES=folder (samples); without a terminal replay the sample session
	@scripts/run.sh "$(RELEASE)" "$(IMAGES)"

build: ## build the release binary
	@scripts/packages.sh $(BUILD_PACKAGES)
	@scripts/quietly.sh "swift build -c release" swift build -c release --product tessera

test: ## build and run all tests; ENGINE=none without those that run models
	@scripts/packages.sh $(BUILD_PACKAGES) $(TEST_PACKAGES)
	@scripts/engine.sh
	@scripts/quietly.sh "swift build --build-tests" swift build --build-tests
	@scripts/test.sh

lint: ## check the formatting
	@swift format lint --strict --recursive Sources Tests bench Package.swift

format: ## format the sources in place
	@swift format --in-place --recursive Sources Tests bench Package.swift

bench: ## measure, print a table; CASES=--write also writes bench/RESULTS.md
	@scripts/packages.sh $(BUILD_PACKAGES) imagemagick
	@scripts/quietly.sh "swift build -c release" swift build -c release --product tessera
	@scripts/quietly.sh "swift build -c release" swift build -c release --product bench
	@.build/release/bench $(CASES)

bench-peers: ## install the peers (Python packages from PyPI) and measure the older tool's editing
	@scripts/packages.sh python3-venv imagemagick
	@scripts/bench-peers.sh

install: build ## install below PREFIX (/usr/local)
	@scripts/install.sh "$(RELEASE)" "$(DESTDIR)$(PREFIX)"

clean: ## remove what was built
	@rm -rf .build
