# shellcheck shell=bash
# What the scripts share: where things lie, progress lines, and the guard of the shared target folder.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# One target folder outside the checkout, shared by `make run`, `make test` and CI (see the Makefile).
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/xpro/target}
export CARGO_TERM_PROGRESS_WHEN=${CARGO_TERM_PROGRESS_WHEN:-auto}
[ -d "$HOME/.cargo/bin" ] && PATH="$HOME/.cargo/bin:$PATH"

say() { printf '%s\n' "$*"; }
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# step NUMBER TOTAL WHAT: begins a numbered step; `took` ends it with the seconds it needed.
step() {
  printf '[%s/%s] %s\n' "$1" "$2" "$3"
  step_start=$SECONDS
}
took() { [ $((SECONDS - step_start)) -lt 2 ] || printf '      done in %s s\n' "$((SECONDS - step_start))"; }

# Cargo decides by file times what is fresh, and keys the artefacts of workspace members by name, not
# by folder. Two checkouts that share a target folder would therefore be handed each other's builds.
# So: when another checkout built here last, this one's files are marked as new.
claim_target_dir() {
  local owner="$CARGO_TARGET_DIR/.xpro-checkout"
  mkdir -p "$CARGO_TARGET_DIR"
  if [ -f "$owner" ] && [ "$(cat "$owner")" != "$root" ]; then
    say "      another checkout built in $CARGO_TARGET_DIR last; our own crates are built again"
    git ls-files -z --cached --others --exclude-standard | xargs -0 --no-run-if-empty touch --no-create
  fi
  printf '%s' "$root" >"$owner"
}

# The build helper keeps a target folder of its own below the shared one, so that the two never wait for each other.
xtask() {
  cargo run --quiet --locked --manifest-path xtask/Cargo.toml --target-dir "$CARGO_TARGET_DIR/xtask" -- "$@"
}
