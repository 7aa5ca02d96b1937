PREFIX ?= /usr/local
DESTDIR ?=
CONTENT ?=
EVENTS ?= 20000
POSTS ?= 20000
POSTS_FROM ?=
ROUNDS ?= 5
FORMATS ?= atom,rss
SECONDS ?= 5
SERVE ?= no
TICKS ?= 30
MINUTES ?= 5
LABELS ?= labels.tsv
FEEDS ?= feeds
DIST ?= dist
SYMBOLS ?=

BINARY := .build/release/feedgen
SOURCES := Package.swift $(shell find Sources -type f ! -name '.*')
FORMATTED := $(wildcard Package.swift Sources Tests Examples)
SYSTEM := $(shell uname -s)

# A binary that carries Swift's libraries runs on a machine without Swift; macOS has them anyway. docs/performance.md has the sizes.
ICU := .build/icu/lib_FoundationICU.a
ifeq ($(SYSTEM),Linux)
RELEASE := -c release --static-swift-stdlib --product feedgen
# lld links ICU without most of its data, and no symbols for libraries to find, of which there are none.
RELEASE += -Xswiftc -use-ld=lld -Xlinker '--remap-inputs=*/lib_FoundationICU.a=$(ICU)' -Xlinker --no-export-dynamic -Xlinker -z -Xlinker now
# Functions that nothing calls stay out.
RELEASE += -Xswiftc -Xfrontend -Xswiftc -function-sections
# The same bytes in every directory, and no names of directories. References to compiled C modules, which debug information would
# have, contain the times of files. Libraries are where the system has them.
BUILD := scripts/at-fixed-path sh -c 'exec swift build "$$@" -Xswiftc -file-prefix-map -Xswiftc "$$PWD=." -Xcc "-ffile-prefix-map=$$PWD=."' build
RELEASE += -Xswiftc -Xfrontend -Xswiftc -no-clang-module-breadcrumbs --disable-local-rpath
else
BUILD := swift build
RELEASE := -c release --product feedgen
endif

# Homebrew keeps libxml2 out of pkg-config's way, because macOS has one of its own.
ifeq ($(SYSTEM),Darwin)
KEGS := $(shell brew --prefix 2>/dev/null)/opt
export PKG_CONFIG_PATH := $(KEGS)/libxml2/lib/pkgconfig:$(KEGS)/cmark-gfm/lib/pkgconfig:$(KEGS)/openssl@3/lib/pkgconfig:$(KEGS)/libpq/lib/pkgconfig:$(PKG_CONFIG_PATH)
endif

.DEFAULT_GOAL := help
.PHONY: help setup build run test test-readers test-page test-deploy test-deb check-feeds bench bench-growth bench-peers bench-watch bench-serve quality soak soak-machines bench-scale format lint release-check install install-service deb dist clean

help: ## Say what there is to make (the default)
	@echo 'usage: make TARGET [VARIABLE=VALUE]...'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  make bench CONTENT=archive/content ROUNDS=3   measure on an archive of your own'
	@echo '  make install PREFIX=$$HOME/.local              install without root'

setup: ## Install the libraries that are missing (apt or brew)
	@scripts/setup

build: setup ## Build the release binary
ifeq ($(SYSTEM),Linux)
	@scripts/trim-icu-data $(ICU)
endif
	$(BUILD) $(RELEASE)

run: build ## Build, bring feeds/ up to date with content/, and say how to subscribe
	$(BINARY)
	@scripts/how-to-subscribe feeds

test: setup ## Run all tests
	@scripts/setup-tests
	swift test
	@# A short soak; 77: there is no PostgreSQL or no moto, which was said.
	scripts/soak-machines --feedgen .build/debug/feedgen --minutes 0.2 --longest-stop 2 --events 200 --store moto || test $$? = 77

test-readers: setup ## Try feeds of events and posts in newsboat, sfeed and feedparser
	swift build
	Tests/readers/run

test-page: setup ## Test the web pages in headless Chromium
	swift build
	Tests/browser/run

test-deploy: setup ## Try deploy/ with nginx and Caddy
	swift build
	Tests/deploy/run

test-deb: ## Install, upgrade, remove and purge the Debian package in a container (needs root)
	Tests/deb/run

check-feeds: ## Check feeds/ with the validators that are installed (FEEDS=feeds)
	scripts/check-feeds "$(FEEDS)"

bench: build ## Measure speed and memory (CONTENT=DIR or EVENTS=20000, POSTS=20000, POSTS_FROM=DIR, ROUNDS=5, FORMATS=atom,rss)
	bench/run --feedgen "$(BINARY)" --rounds "$(ROUNDS)" --formats "$(FORMATS)" --events "$(EVENTS)" --posts "$(POSTS)" $(if $(CONTENT),--content "$(CONTENT)") $(if $(POSTS_FROM),--posts-from "$(POSTS_FROM)")

bench-growth: build ## Measure how a build grows with the archive (CONTENTS="DIR DIR DIR" or EVENTS=20000, ROUNDS=5)
	bench/growth --feedgen "$(BINARY)" --rounds "$(ROUNDS)" --events "$(EVENTS)" $(foreach directory,$(CONTENTS),--content "$(directory)")

bench-peers: build ## Measure Hugo and Pelican beside feedgen, where they are installed (CONTENT=DIR or EVENTS=20000, ROUNDS=5)
	bench/peers --feedgen "$(BINARY)" --rounds "$(ROUNDS)" --events "$(EVENTS)" $(if $(CONTENT),--content "$(CONTENT)")

bench-watch: build ## Measure what watching costs when nothing happens (CONTENT=DIR, TICKS=30), or batches (BATCHES=1000,3000)
	bench/watch --feedgen "$(BINARY)" --ticks "$(TICKS)" --events "$(EVENTS)" $(if $(CONTENT),--content "$(CONTENT)") \
	  $(if $(BATCHES),--batches "$(BATCHES)")

bench-serve: build ## Measure serving beside nginx, and what it bears (needs wrk and nginx; CONTENT=DIR, ROUNDS=3, SECONDS=5)
	bench/serve --feedgen "$(BINARY)" --rounds "$(ROUNDS)" --seconds "$(SECONDS)" --events "$(EVENTS)" $(if $(CONTENT),--content "$(CONTENT)")

bench-scale: build ## Measure services that share an index in PostgreSQL (needs root and CONTENT=DIR)
	bench/scale --feedgen "$(BINARY)" --content "$(CONTENT)"

quality: build ## Measure how well countries are found (LABELS="a.tsv b.tsv")
	$(BINARY) quality $(LABELS)

soak: build ## Edit, kill, restart, read from and check a service for MINUTES=5
	scripts/soak --feedgen "$(BINARY)" --minutes "$(MINUTES)"

soak-machines: build ## Let services share an index and a bucket while everything fails, for MINUTES=5 (needs PostgreSQL and moto)
	scripts/soak-machines --feedgen "$(BINARY)" --minutes "$(MINUTES)"

format: ## Format the Swift sources in place
	swift format --in-place --parallel --recursive $(FORMATTED)

lint: ## Check the format of the Swift sources
	swift format lint --strict --parallel --recursive $(FORMATTED)

release-check: ## Check that this commit can be released (docs/releasing.md)
	@scripts/release-check

# A file, so that `sudo make install` after `make build` neither builds as root nor needs root to have Swift.
$(BINARY): $(SOURCES)
	$(MAKE) build

install: $(BINARY) ## Install binary, manual pages and completions (PREFIX=/usr/local, DESTDIR=, SYMBOLS=FILE to keep those of the binary)
	scripts/stage $(if $(SYMBOLS),--symbols "$(SYMBOLS)") "$(BINARY)" "$(DESTDIR)" "$(PREFIX)"

install-service: $(BINARY) ## The same with systemd unit, configuration and a user of its own (needs root; SERVE=yes to answer readers, SERVE=socket on a socket of systemd; DESTDIR=)
	DESTDIR="$(DESTDIR)" SERVE="$(SERVE)" scripts/install-service "$(BINARY)"

deb: build ## Make the Debian package and one of its symbols, in DIST=dist
	scripts/make-deb "$(BINARY)" "$(DIST)"

dist: build ## Make the tarball for Linux, in DIST=dist, and SHA256SUMS
	scripts/make-dist "$(BINARY)" "$(DIST)"

clean: ## Remove what was built; feeds/ and the index stay
	rm -rf .build "$(DIST)"
