#!/usr/bin/env bash
# `make clean`: removes what was built or made here. The private database goes with it.
source "$(dirname "$0")/lib.sh"
xtask db stop --test || true
xtask db stop || true
rm -rf var node_modules "$CARGO_TARGET_DIR"
say "removed var/, node_modules/ and $CARGO_TARGET_DIR"
