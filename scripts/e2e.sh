#!/usr/bin/env bash
# `make e2e`: the browser journeys alone, on a fresh build. Arguments go to Playwright (make e2e ARGS='buy.spec.ts').
source "$(dirname "$0")/lib.sh"
scripts/setup.sh test
claim_target_dir
xtask wasm
xtask assets
cargo build --locked -p xpro-server --bin xpro
npm run --silent e2e -- "$@"
