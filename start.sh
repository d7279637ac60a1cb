#!/bin/sh
# The one command for a fresh machine: `sh start.sh WORD [arguments handed on]`. Installs what is missing, then does it.
# Everything this script says itself goes to stderr: stdout belongs to the program it starts.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
caller=$PWD
# Qt needs UTF-8 and warns where this forbids it; Python mends an unset or plain-C LANG by itself.
case ${LC_ALL:-} in C | POSIX) export LC_ALL=C.UTF-8 ;; esac
venv=$here/.venv
python=$venv/bin/python

# Debian's names. `a|b`: a where the release has it, else b (a library renamed with 64-bit time_t).
# What PySide6's own libraries and its xcb, wayland and offscreen plugins are linked with, by ldd; the certificates
# that the system trusts; fonts for both languages.
run_packages="
    ca-certificates fonts-dejavu-core fonts-noto-cjk
    libbrotli1 libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0t64|libglib2.0-0 libgssapi-krb5-2
    libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-6 libx11-xcb1
    libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxcb1
    libxkbcommon-x11-0 libxkbcommon0 libzstd1 zlib1g
"
# The tests talk to a real Secret Service on a bus of their own and to llama.cpp's server, which is linked with OpenMP;
# as root they make folders read-only with chattr. A screen of Xvfb shows the window to AT-SPI, whose bindings only
# Debian's own Python has. curl runs the commands that the flight recorder copies, readelf of binutils looks into
# libraries.
test_packages="
    at-spi2-core binutils curl dbus-daemon e2fsprogs gir1.2-atspi-2.0 gnome-keyring libgomp1 python3-gi shellcheck xvfb
"
# A real screen reader and its speech, a real input method: over a hundred packages with theirs, for tests of minutes.
soak_packages="fcitx5 fcitx5-pinyin orca speech-dispatcher speech-dispatcher-audio-plugins"
# What the frozen program and the packages are made with; PyInstaller also needs Python's own shared library.
build_packages="binutils chrpath xz-utils"
# What they are tried with: bare Debian systems, the checks of packages, and Windows' installer below wine.
package_test_packages="appstream debootstrap desktop-file-utils lintian nsis wine wine64"

say() {
    printf '%s\n' "$*" >&2
}

usage() {
    cat <<'TEXT'
usage: sh start.sh WORD [arguments handed on]

  run            open the application; arguments: those of python -m desktop
  demo           open it with its built-in demo endpoint and ask a question; without a display: off screen, into demo.png
  setup          only install what run, demo, test and check need
  test           run every test, on all cores; arguments: those of pytest, which then runs as they say
  check          ruff, mypy --strict and the import contracts
  bench          measure the program beside its references; arguments: names of rows, see bench --help
  soak           the tests that take minutes and the endurance runs
  build          make the packages for this system in dist/; argument: another folder
  package-test   build, then install, use and remove them in bare systems (as root); arguments: those of pytest
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

can_make_venv() {
    "$base_python" -I -c 'import ensurepip, venv' >/dev/null 2>&1
}

# What Debian calls what is missing for a virtual environment; nothing where nothing is.
python_packages() {
    if ! find_base_python; then
        echo python3 python3-venv
    elif ! can_make_venv; then
        "$base_python" -I -S -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    fi
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

# is_ready run|dev: .venv holds what that lock names; what dev names is all of run and more.
is_ready() {
    is_stamped "$venv/lingdu-dev.stamp" "$here/requirements-dev.lock" ||
        { [ "$1" = run ] && is_stamped "$venv/lingdu-run.stamp" "$here/requirements.lock"; }
}

# make_venv run|dev
make_venv() {
    lock=$here/requirements-dev.lock
    [ "$1" = dev ] || lock=$here/requirements.lock
    if ! { [ -x "$python" ] && is_suitable "$python" && "$python" -I -m pip --version; } >/dev/null 2>&1; then
        find_base_python || {
            say "Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found on PATH."
            exit 1
        }
        can_make_venv || {
            say "$base_python cannot make a virtual environment: its modules venv and ensurepip are missing."
            exit 1
        }
        say "Making a virtual environment in $venv"
        "$base_python" -m venv --clear "$venv" >&2
    fi
    say "Installing what ${lock##*/} names"
    "$python" -I -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        -r "$lock" >&2
    stamp_of "$lock" >"$venv/lingdu-$1.stamp"
}

# needs run|dev: everything that the program, or the tests too, need on this machine.
needs() {
    packages=$run_packages
    [ "$1" = run ] || packages="$packages $test_packages"
    is_ready "$1" || packages="$packages $(python_packages)"
    # shellcheck disable=SC2086  # one word a package
    needs_packages $packages
    is_ready "$1" || make_venv "$1"
}

# What bench measures against, and what runs the programs that the flight recorder copies, stands in a folder of its own,
# which nothing else imports from.
needs_references() {
    lock=$here/requirements-bench.lock
    is_stamped "$venv/lingdu-bench.stamp" "$lock" && return 0
    say "Installing what ${lock##*/} names"
    rm -rf "$venv/bench"
    "$python" -I -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        --target "$venv/bench" -r "$lock" >&2
    stamp_of "$lock" >"$venv/lingdu-bench.stamp"
}

# --- the words --------------------------------------------------------------------------------------------------------

# The caller's folder stays the current one (relative paths in the arguments are the caller's) but, with -P, nothing is
# imported from it.
use_here() {
    PYTHONPATH=$here${PYTHONPATH:+:$PYTHONPATH}
    export PYTHONPATH
}

run() {
    needs run
    use_here
    exec "$python" -P -m desktop "$@"
}

# Whether a window can be opened. What the environment names may be gone (an old ssh or tmux session), and then Qt
# aborts: so a process of its own tries, below a shell of its own, which says so where nobody reads it.
has_display() {
    [ "$(uname -s)" != Darwin ] || return 0
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || return 1
    ("$python" -I -c 'from PySide6.QtGui import QGuiApplication; QGuiApplication([])'; exit "$?") >/dev/null 2>&1
}

demo() {
    needs run
    use_here
    if has_display; then
        exec "$python" -P -m desktop --demo "$@"
    fi
    picture=$caller/demo.png
    printf '%s\n\n' "No display: the demo runs off screen."
    QT_QPA_PLATFORM=offscreen "$python" -P -m desktop --demo --screenshot "$picture" \
        --ask "零度对话能做什么？ What can Lingdu Chat do?" "$@"
    printf '\n%s\n' "The window, as a picture: $picture"
}

# All of them on every core, since many wait: for a screen reader, for a limit that passes. Chosen ones one by one.
run_tests() {
    needs dev
    needs_references
    cd -- "$here"
    [ $# -gt 0 ] || set -- --numprocesses auto --maxprocesses 8 --dist worksteal
    exec "$python" -m pytest "$@"
}

# All run, whatever one of them finds; mypy for each system, since what is only for another one is not looked at.
check() {
    needs dev
    cd -- "$here"
    failed=0
    "$python" -m ruff check . || failed=1
    "$python" -m ruff format --check . || failed=1
    for system in linux darwin win32; do
        "$python" -m mypy --platform "$system" || failed=1
    done
    "$python" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' || failed=1
    exit "$failed"
}

# bench.json goes into the caller's folder, which stays the current one.
bench() {
    needs dev
    needs_references
    use_here
    PYTHONPATH=$PYTHONPATH:$here/tests exec "$python" -P -m perf "$@"
}

# Both run, whatever the first finds.
soak() {
    needs dev
    # shellcheck disable=SC2086  # one word a package
    needs_packages $soak_packages
    use_here
    cd -- "$here"
    failed=0
    "$python" -m pytest -m slow --timeout 3600 || failed=1
    PYTHONPATH=$PYTHONPATH:$here/tests "$python" -P -m perf.soak || failed=1
    exit "$failed"
}

# A Python of Debian's own keeps its shared library in a package apart.
python_library() {
    "$base_python" -I -S -c 'import sys, sysconfig
debian = sys.prefix == "/usr" and sys.platform == "linux"
print("libpython%d.%d" % sys.version_info[:2] if debian else "")'
}

build() {
    if ! { find_base_python && can_make_venv; }; then
        needs run
        find_base_python
    fi
    # What is linked into the program is collected from this machine.
    # shellcheck disable=SC2046,SC2086  # one word a package
    needs_packages $run_packages $build_packages $(python_library)
    "$base_python" -P "$here/packaging/build.py" "$@"
}

package_test() {
    needs dev
    # shellcheck disable=SC2086  # one word a package
    needs_packages $package_test_packages
    build
    cd -- "$here"
    exec "$python" -m pytest -m packaging tests/packaging "$@"
}

if [ "$#" -eq 0 ]; then
    usage >&2
    exit 2
fi
word=$1
shift
case $word in
    setup | check | soak)
        if [ "$#" -gt 0 ]; then
            say "'$word' takes no arguments."
            exit 2
        fi
        ;;
esac
case $word in
    setup) needs dev ;;
    run) run "$@" ;;
    demo) demo "$@" ;;
    test) run_tests "$@" ;;
    check) check ;;
    bench) bench "$@" ;;
    soak) soak ;;
    build) build "$@" ;;
    package-test) package_test "$@" ;;
    -h | --help | help) usage ;;
    *)
        say "Unknown word: $word"
        usage >&2
        exit 2
        ;;
esac
