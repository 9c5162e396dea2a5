#!/usr/bin/env bash
# `make test`: everything, to the end, then a summary. `test.sh check` is the fast subset.
source "$(dirname "$0")/lib.sh"
extent=${1:-all}
logs=var/test-logs
rm -rf "$logs"
mkdir -p "$logs"
summary=()
passed=0
failed=0

# run NAME COMMAND…: one step. Its output goes to a log, shown when it fails; steps named with a leading + are shown live.
run() {
  local name=$1 start=$SECONDS live= verdict
  shift
  case "$name" in +*) live=yes name=${name#+} ;; esac
  local log="$logs/${name// /-}.log"
  printf '\n==> %s\n' "$name"
  # `set -e` does not reach into a function called in a condition; a subshell with its own does.
  set +e
  if [ -n "$live" ]; then (set -e; "$@") 2>&1 | tee "$log"; else (set -e; "$@") >"$log" 2>&1; fi
  local status=${PIPESTATUS[0]}
  set -e
  if [ "$status" = 0 ]; then verdict=pass; else verdict=FAIL; fi
  [ "$verdict" = pass ] || [ -n "$live" ] || tail -n 80 "$log"
  count "$log" "$status"
  summary+=("$(printf '%-34s %-5s %5s s   %s' "$name" "$verdict" "$((SECONDS - start))" "$counted")")
}

# Adds up the tests that a log tells of (nextest, cargo test, playwright). A failed step without tests counts as one failure.
count() {
  local good bad
  good=$(sed -nE 's/^ *Summary .* ([0-9]+) passed.*/\1/p; s/^test result: .* ([0-9]+) passed.*/\1/p; s/^ +([0-9]+) passed( \(.*\))?$/\1/p' "$1" | awk '{ sum += $1 } END { print sum + 0 }')
  bad=$(sed -nE 's/^ *Summary .* ([0-9]+) failed.*/\1/p; s/^test result: .* ([0-9]+) failed.*/\1/p; s/^ +([0-9]+) failed$/\1/p' "$1" | awk '{ sum += $1 } END { print sum + 0 }')
  counted=
  [ $((good + bad)) = 0 ] || counted="$good passed, $bad failed"
  if [ "$2" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
}

formatting() { cargo fmt --all --check && cargo fmt --manifest-path xtask/Cargo.toml --check; }
clippy_native() { cargo clippy --locked --workspace --all-targets -- -D warnings; }
clippy_wasm() {
  local bundle
  for bundle in site:hydrate account:hydrate studio:csr; do
    cargo clippy --locked -p "xpro-${bundle%:*}" --lib --features "${bundle#*:}" --target wasm32-unknown-unknown -- -D warnings
  done
}
helper() {
  cargo clippy --locked --manifest-path xtask/Cargo.toml --target-dir "$CARGO_TARGET_DIR/xtask" --all-targets -- -D warnings
  cargo test --quiet --locked --manifest-path xtask/Cargo.toml --target-dir "$CARGO_TARGET_DIR/xtask"
}
scripts_and_styles() { npm run --silent lint && npm run --silent typecheck; }
rust_tests() { DATABASE_URL=$database cargo nextest run --locked --workspace --color never "$@"; }
doc_tests() {
  # Examples in comments are rare here; compiling the doc tests of every crate to find none is not worth it.
  local crate
  for crate in $(grep -rlE '^ *//[/!] ```( *rust)?$' --include='*.rs' app cms crates server | sed 's,/src/.*,,' | sort -u); do
    cargo test --locked --doc --manifest-path "$crate/Cargo.toml"
  done
}
bundles() { xtask wasm && xtask assets && xtask sizes --check; }
server() { cargo build --locked -p xpro-server --bin xpro; }
journeys() { CI=${CI:-} npm run --silent e2e; }

printf '==> setting up\n'
scripts/setup.sh test
claim_target_dir
run "build helper" helper
database=${TEST_DATABASE_URL:-$(xtask db start --test)}
[ -n "${TEST_DATABASE_URL:-}" ] || trap 'xtask db stop --test' EXIT

run "formatting" formatting
run "clippy" clippy_native
if [ "$extent" = check ]; then
  run "+rust tests (libraries)" rust_tests --lib
else
  run "clippy (wasm)" clippy_wasm
  run "dependency policy" xtask policy
  run "scripts and styles" scripts_and_styles
  run "+rust tests" rust_tests
  run "doc tests" doc_tests
  run "wasm bundles and sizes" bundles
  run "server" server
  run "+browser journeys" journeys
fi

printf '\n'
printf '%s\n' "${summary[@]}"
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
