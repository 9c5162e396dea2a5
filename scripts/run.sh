#!/usr/bin/env bash
# `make run`: from a fresh clone to a running shop.
source "$(dirname "$0")/lib.sh"
total=5
first=
[ -d "$CARGO_TARGET_DIR/wasm32-unknown-unknown/wasm-release" ] || first=yes
long() { [ -z "$first" ] || printf ' (first time: about %s minutes)' "$1"; }

step 1 $total "looking for what is needed"
scripts/setup.sh run
claim_target_dir
took

step 2 $total "building the build helper$(long 3)"
xtask help >/dev/null
took

step 3 $total "building the wasm bundles$(long 5)"
xtask wasm
took

step 4 $total "gathering styles, scripts and pictures"
xtask assets
took

step 5 $total "building the server$(long 8)"
cargo build -p xpro-server --bin xpro
took

exec "$CARGO_TARGET_DIR/debug/xpro" up
