#!/bin/sh
# Makes .venv with the product, the Airflow runtime and the tools of the tests, at the versions in constraints.txt.
set -eu
cd "$(dirname "$0")/.."

as_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
fits() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if fits "$candidate"; then echo "$candidate"; return; fi
    done
}

python=$(find_python)
if [ -z "$python" ] && as_root; then
    apt-get update -qq && apt-get install -y -qq python3 python3-venv
    python=$(find_python)
fi
[ -n "$python" ] || { echo "Python 3.11 or later is needed: install it, or name it with PYTHON=" >&2; exit 2; }

# Debian ships Python without what makes virtual environments.
if ! [ -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        if as_root; then
            apt-get update -qq && apt-get install -y -qq python3-venv
            "$python" -m venv .venv
        else
            wheels=$(mktemp -d)
            (cd "$wheels" && apt-get download -qq python3-pip-whl && dpkg -x python3-pip-whl*.deb .) || {
                echo "This Python cannot make virtual environments: install python3-venv (or name another with PYTHON=)" >&2
                exit 2
            }
            "$python" -m venv --without-pip .venv
            pip=$(ls "$wheels"/usr/share/python-wheels/pip-*.whl)
            PYTHONPATH=$pip .venv/bin/python -m pip install --quiet pip
            rm -rf "$wheels"
        fi
    fi
fi

echo "setting up .venv (a few minutes the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[airflow,dev]' 2>&1 |
    { grep -v "is ignored: it is neither a file nor a directory" || true; }
.venv/bin/python -c 'import mistralc, mistral_airflow, airflow.sdk' 2>&1 | tail -n 3
