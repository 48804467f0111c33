#!/bin/sh
# Writes the locks: what the application needs, what it needs besides on several machines, what
# builds it, what checks it, what its benchmarks stand beside, what soaks its readers.
set -eu
lock() {
    out=$1
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate "$@" -o "$out"
}
lock requirements.lock pyproject.toml
lock requirements-scale.lock --constraint requirements.lock --extra scale pyproject.toml
lock requirements-build.lock --constraint requirements.lock --group build
lock requirements-dev.lock --constraint requirements-scale.lock \
    --constraint requirements-build.lock --group dev
lock requirements-bench.lock --constraint requirements.lock --constraint requirements-build.lock \
    --constraint requirements-dev.lock --group bench
lock requirements-soak.lock --constraint requirements.lock --constraint requirements-build.lock \
    --constraint requirements-dev.lock --group soak
