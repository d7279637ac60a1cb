#!/bin/sh
# The one command for a fresh machine: `sh start.sh WORD [arguments handed on]`. Installs what is missing, then does it.
# Everything this script says itself goes to stderr: stdout belongs to the program it starts.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
caller=$PWD
venv=$here/.venv
python=$venv/bin/python

# Debian's names. `a|b`: a where the release has it, else b (a library renamed with 64-bit time_t).
# What PySide6's own libraries and its xcb, wayland and offscreen plugins are linked with, by ldd; what the key store
# and TLS ask of the system; fonts for both languages, and fontconfig's cache of them, else each start reads them all.
run_packages="
    ca-certificates fontconfig fonts-dejavu-core fonts-noto-cjk
    libbrotli1 libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0t64|libglib2.0-0 libgssapi-krb5-2
    libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-6 libx11-xcb1
    libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxcb1
    libxkbcommon-x11-0 libxkbcommon0 libzstd1 zlib1g
"
# The tests talk to a real Secret Service on a bus of their own.
test_packages="dbus-daemon gnome-keyring"

say() {
    printf '%s\n' "$*" >&2
}

usage() {
    cat <<'TEXT'
usage: sh start.sh WORD [arguments handed on]

  run            open the application; arguments: those of python -m desktop
  demo           open it with its built-in demo endpoint and ask a question; without a display: off screen, into demo.png
  setup          only install what run, demo, test and check need
  test           run every test; arguments: those of pytest
  check          ruff, mypy --strict and the import contracts
  bench  soak  build  package-test
                 not yet in this version
TEXT
}

# --- what is missing on this machine ----------------------------------------------------------------------------------

is_installed() {
    case " $installed " in *" $1 "*) return 0 ;; esac
    return 1
}

# needs_packages NAME...: installs by apt those that are missing; nothing where there is no apt (macOS, other systems).
needs_packages() {
    command -v apt-get >/dev/null 2>&1 || return 0
    names=
    for entry in "$@"; do
        names="$names ${entry%%|*} ${entry#*|}"
    done
    # shellcheck disable=SC2086,SC2016  # names are words; the format is dpkg's
    installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')
    missing=
    for entry in "$@"; do
        is_installed "${entry%%|*}" || is_installed "${entry#*|}" || missing="$missing ${entry#*|}"
    done
    [ -z "$missing" ] || install_packages "$missing"
}

# install_packages "NAMES": by apt, as root or through sudo.
install_packages() {
    say "Missing system packages:$1"
    command="apt-get install -y --no-install-recommends$1"
    set -- env DEBIAN_FRONTEND=noninteractive
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "They need root. Let an administrator run this, then start again:"
            say "    apt-get update && $command"
            exit 1
        fi
        set -- sudo "$@"
    fi
    # A third-party source that fails must not stop what Debian's own can give; the install itself decides.
    "$@" apt-get -q update >&2 || say "apt-get update failed; trying with the lists at hand."
    # shellcheck disable=SC2086  # the command's words
    if ! "$@" $command -q -o DPkg::Lock::Timeout=300 >&2; then
        say "That failed. This is the command, as root:"
        say "    apt-get update && $command"
        exit 1
    fi
}

# is_suitable PROGRAM: CPython 3.11 to 3.14, the plain build that the locked wheels are made for.
is_suitable() {
    "$1" -I -S -c 'import sys
sys.exit(not (sys.implementation.name == "cpython" and (3, 11) <= sys.version_info[:2] <= (3, 14) and not sys.abiflags))' \
        >/dev/null 2>&1
}

find_base_python() {
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        base_python=$(command -v "$name" 2>/dev/null) || continue
        if is_suitable "$base_python"; then
            return 0
        fi
    done
    return 1
}

# Sets base_python to one that can make a venv.
needs_base_python() {
    if ! find_base_python; then
        needs_packages python3 python3-venv
        find_base_python || {
            say "Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found on PATH."
            exit 1
        }
    fi
    "$base_python" -I -c 'import ensurepip, venv' 2>/dev/null && return 0
    needs_packages "$("$base_python" -I -S -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    "$base_python" -I -c 'import ensurepip, venv' 2>/dev/null && return 0
    say "$base_python cannot make a virtual environment: its modules venv and ensurepip are missing."
    exit 1
}

# --- the virtual environment ------------------------------------------------------------------------------------------

# A stamp tells what was installed to its end: the interpreter, the place (a copied venv still names the old one) and
# the lock. It is written last, so an interrupted set-up is done again.
stamp_of() {
    printf '%s %s %s\n' "$("$python" -I -S -c 'import sys; print(sys.implementation.cache_tag)')" "$here" "$(cksum <"$1")"
}

is_stamped() {
    [ -x "$python" ] && [ -f "$1" ] && [ "$(cat "$1")" = "$(stamp_of "$2")" ]
}

# needs_venv run|dev: .venv with what the lock of that name says.
needs_venv() {
    if is_stamped "$venv/lingdu-dev.stamp" "$here/requirements-dev.lock"; then
        return 0
    fi
    lock=$here/requirements-dev.lock
    if [ "$1" = run ]; then
        lock=$here/requirements.lock
        ! is_stamped "$venv/lingdu-run.stamp" "$lock" || return 0
    fi
    needs_base_python
    if ! { [ -x "$python" ] && is_suitable "$python" && "$python" -I -m pip --version; } >/dev/null 2>&1; then
        say "Making a virtual environment in $venv"
        "$base_python" -m venv --clear "$venv" >&2
    fi
    say "Installing what ${lock##*/} names"
    "$python" -I -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        -r "$lock" >&2
    stamp_of "$lock" >"$venv/lingdu-$1.stamp"
}

needs_run() {
    # shellcheck disable=SC2086  # one word a package
    needs_packages $run_packages
    needs_venv run
}

needs_dev() {
    # shellcheck disable=SC2086  # one word a package
    needs_packages $run_packages $test_packages
    needs_venv dev
}

# --- the words --------------------------------------------------------------------------------------------------------

# The caller's folder stays the current one (relative paths in the arguments are the caller's) but, with -P, nothing is
# imported from it.
use_here() {
    PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH}
    export PYTHONPATH
}

run() {
    needs_run
    use_here
    exec "$python" -P -m desktop "$@"
}

has_display() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" = Darwin ]
}

demo() {
    needs_run
    use_here
    if has_display; then
        code=0
        "$python" -P -m desktop --demo "$@" || code=$?
        # 3: the display that the environment names cannot be opened.
        [ "$code" -eq 3 ] || exit "$code"
    fi
    picture=$caller/demo.png
    printf '%s\n' "No display: the demo runs off screen." ""
    QT_QPA_PLATFORM=offscreen "$python" -P -m desktop --demo --screenshot "$picture" \
        --ask "零度对话能做什么？ What can Lingdu Chat do?" "$@"
    printf '\n%s\n' "The window, as a picture: $picture"
}

run_tests() {
    needs_dev
    cd -- "$here"
    exec "$python" -m pytest "$@"
}

# All four run, whatever one of them finds.
check() {
    needs_dev
    cd -- "$here"
    failed=0
    "$python" -m ruff check . || failed=1
    "$python" -m ruff format --check . || failed=1
    "$python" -m mypy || failed=1
    "$python" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' || failed=1
    exit "$failed"
}

not_yet() {
    say "'$1' is not yet in this version: it comes with $2."
    exit 2
}

if [ "$#" -eq 0 ]; then
    usage >&2
    exit 2
fi
word=$1
shift
case $word in
    setup | check)
        if [ "$#" -gt 0 ]; then
            say "'$word' takes no arguments."
            exit 2
        fi
        ;;
esac
case $word in
    setup) needs_dev ;;
    run) run "$@" ;;
    demo) demo "$@" ;;
    test) run_tests "$@" ;;
    check) check ;;
    bench) not_yet bench "the benchmarks" ;;
    soak) not_yet soak "the soak test" ;;
    build | package-test) not_yet "$word" "the packages for each system" ;;
    -h | --help | help) usage ;;
    *)
        say "Unknown word: $word"
        usage >&2
        exit 2
        ;;
esac
