# Read by the scripts beside it: the virtual environment that they share.
# VENV says where it is (.venv), PYTHON what makes it (python3).

venv=${VENV:-.venv}
export PIP_DISABLE_PIP_VERSION_CHECK=1
# What is installed must come from the environment alone.
unset PYTHONPATH PYTHONHOME

make_venv() {
    python=${PYTHON:-python3}
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "$python is not there or older than Python 3.11; PYTHON=... names another one" >&2
        exit 1
    fi
    # Making it again changes nothing and repairs one that was left half made.
    "$python" -m venv "$venv"
}
