# The door for people. `make` alone lists what there is.
#
# Builds go to one folder outside the checkout, so that `make run`, `make test` and CI share them and a
# fresh clone starts warm. Set CARGO_TARGET_DIR to put them elsewhere. The scripts see to it that two
# checkouts never mix (scripts/lib.sh, claim_target_dir); for cargo by hand, export the same variable
# and stay in one checkout.

export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/xpro/target

.DEFAULT_GOAL := help
.PHONY: help run test check bench e2e fmt wasm sizes screenshots db-prepare db-start db-stop clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## set up, build and start everything; Ctrl-C ends it
	@exec scripts/run.sh

test: ## everything: formatting, lints, policy, Rust tests, sizes, browser journeys
	@exec scripts/test.sh

check: ## the fast subset: formatting, clippy, library tests
	@exec scripts/test.sh check

bench: ## CPU, latency, sizes and queries per page, beside a bare handler
	@exec scripts/bench.sh

e2e: ## the browser journeys alone (ARGS='buy.spec.ts --headed')
	@exec scripts/e2e.sh $(ARGS)

fmt: ## format Rust, scripts and styles
	cargo fmt --all
	cargo fmt --manifest-path xtask/Cargo.toml
	node_modules/.bin/biome check --write .
	node_modules/.bin/stylelint --fix 'style/**/*.css'

wasm: ## build the wasm bundles and gather the assets
	@bash -c 'source scripts/lib.sh && claim_target_dir && xtask wasm && xtask assets'

sizes: ## what pages weigh on the wire, beside the bars
	@bash -c 'source scripts/lib.sh && xtask sizes'

screenshots: ## pictures of pages of the running site (ARGS='/ /catalog/')
	@node scripts/screenshots.mjs $(ARGS)

db-prepare: ## write .sqlx anew after a query or a migration changed
	@exec scripts/db-prepare.sh

db-start: ## start the private cluster of the tests, and print its URL
	@bash -c 'source scripts/lib.sh && xtask db start --test'

db-stop: ## stop the private clusters
	@bash -c 'source scripts/lib.sh && xtask db stop --test && xtask db stop'

clean: ## remove builds, assets, packages and private clusters
	@scripts/clean.sh
