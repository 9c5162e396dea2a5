#!/usr/bin/env bash
# `make bench`: what a request costs, beside a bare handler that returns the same bytes, and the sizes on the wire.
source "$(dirname "$0")/lib.sh"
scripts/setup.sh run
claim_target_dir
say "building the release (first time: about 12 minutes)"
xtask wasm
xtask assets
cargo build --release --locked -p xpro-server --bin xpro

# A database of its own on the development cluster, with the demo data.
server=${BENCH_DATABASE_SERVER:-$(xtask db start)}
database="${server%/*}/xpro_bench"
export DATABASE_URL=$database
"$CARGO_TARGET_DIR/release/xpro" migrate
"$CARGO_TARGET_DIR/release/xpro" seed demo
cargo bench --locked -p xpro-server --bench web -- "$CARGO_TARGET_DIR/release/xpro" "$database"
say ""
xtask sizes
