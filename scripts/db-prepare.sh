#!/usr/bin/env bash
# `make db-prepare`: writes .sqlx anew, the prepared queries that builds without a database read.
source "$(dirname "$0")/lib.sh"

say "starting a database and applying migrations/"
DATABASE_URL=$(SQLX_OFFLINE=true cargo run --quiet -p xpro-localdb --example prepare_database)
export DATABASE_URL
fresh="$root/var/sqlx-new"
rm -rf "$fresh"
mkdir -p "$fresh"

# Only a crate that is compiled anew writes its queries.
say "compiling every crate that has queries"
grep -rlE 'query(_as|_scalar)?!' --include='*.rs' app cms crates server | xargs touch
SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$fresh" cargo check --workspace --all-targets

count=$(find "$fresh" -name 'query-*.json' | wc -l)
[ "$count" -gt 0 ] || fail "no query was written; .sqlx is left as it was"
rm -rf .sqlx
mv "$fresh" .sqlx
say "$count prepared queries in .sqlx; commit them with the change"
