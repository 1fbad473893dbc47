#!/usr/bin/env bash
# Installs the Chromium that the browser tests drive, where there is none. Needs apt and root.
set -euo pipefail
command -v chromium >/dev/null && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
