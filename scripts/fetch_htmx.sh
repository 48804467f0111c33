#!/bin/sh
# Puts htmx, as package-lock.json pins it with its integrity hash, into the folder given.
# Without npm the pages still work, only with reloads; the set-up goes on.
set -eu
vendor=$1
sh scripts/debian_packages.sh optional npm
if ! command -v npm >/dev/null 2>&1; then
    echo "没有 npm，这次不取 htmx：网页照常可用，只是没有即时预览" >&2
    exit 0
fi
if ! npm ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error; then
    echo "取不到 htmx：网页照常可用，只是没有即时预览；联网后再运行 make" >&2
    exit 0
fi
mkdir -p "$vendor"
cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$vendor/"
touch "$vendor/htmx.min.js"
