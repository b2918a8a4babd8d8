#!/bin/sh
# Prints the Python to build .venv with: 3.11 or newer, able to make virtual environments.
# PYTHON=... chooses one. 3.12 and 3.11 come first because the embedded Redis has wheels for them;
# newer ones work where a redis-server is installed.
set -u

usable='import sys; sys.exit(sys.version_info < (3, 11))'
complete='import ensurepip, venv'

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates="python3.12 python3.11 python3.13 python3.14 python3 python"
fi

lacking=
for candidate in $candidates; do
    "$candidate" -c "$usable" 2>/dev/null || continue
    if "$candidate" -c "$complete" 2>/dev/null || command -v uv >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
    lacking=$candidate
done

if [ -n "$lacking" ]; then
    version=$("$lacking" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$lacking cannot make virtual environments: install its venv module" \
        "(on Debian and Ubuntu: sudo apt install python$version-venv), then run make again." >&2
elif [ -n "${PYTHON:-}" ]; then
    found=$("$PYTHON" --version 2>&1 || true)
    echo "Greenroom needs Python 3.11 or newer; PYTHON=$PYTHON is not (it says: $found)." \
        "Give another: make setup PYTHON=python3.11" >&2
else
    found=$(python3 --version 2>&1 || echo "no python3 at all")
    echo "Greenroom needs Python 3.11 or newer; found: $found. Install one (for example" \
        "sudo apt install python3.11 python3.11-venv) or name it: make setup PYTHON=/path/to/python3.11" >&2
fi
exit 1
