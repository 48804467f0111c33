#!/bin/sh
# Writes the three locks: what the application needs, what builds it, what checks it.
set -eu
lock() {
    out=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "$@" -o "$out"
}
lock requirements.lock pyproject.toml
lock requirements-build.lock --constraint requirements.lock --group build
lock requirements-dev.lock --constraint requirements.lock --constraint requirements-build.lock \
    --group dev
