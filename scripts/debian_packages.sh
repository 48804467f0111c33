#!/bin/sh
# Installs the Debian packages that are missing: as root, or through `sudo -n`; else prints the
# one command to run. `needed` packages end the set-up where they cannot be had, `optional` ones
# do not. `update` brings the lists of packages up to date, where we may.
#
#   debian_packages.sh needed|optional PACKAGE…
#   debian_packages.sh update
set -u
kind=$1
shift

if ! command -v apt-get >/dev/null 2>&1; then
    root=none
elif [ "$(id -u)" = 0 ]; then
    root=
elif sudo -n true 2>/dev/null; then
    root='sudo -n'
else
    root=none
fi

if [ "$kind" = update ]; then
    # word splitting is wanted wherever $root stands: it may be empty
    [ "$root" != none ] && $root apt-get update >/dev/null 2>&1
    exit
fi

present() {
    case $1 in
        python3-venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' ;;
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        libreoffice-writer-nogui) command -v soffice ;;
        poppler-utils) command -v pdftoppm ;;
        npm) command -v npm ;;
        postgresql) command -v initdb || ls /usr/lib/postgresql/*/bin/initdb ;;
        redis-server) command -v redis-server ;;
        *) dpkg-query -W -f '${Status}' "$1" | grep -q 'ok installed' ;;
    esac >/dev/null 2>&1
}

absent=
for package; do
    present "$package" || absent="$absent $package"
done
[ -n "$absent" ] || exit 0

install="apt-get install -y --no-install-recommends$absent"
if [ "$root" != none ]; then
    echo "正在安装系统软件包：$absent"
    log=$(mktemp)
    if { $root apt-get update && DEBIAN_FRONTEND=noninteractive $root $install; } >"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
fi
if [ "$kind" = needed ]; then
    echo "缺少系统软件包$absent。请由管理员运行：sudo $install" >&2
    exit 1
fi
echo "缺少可选的系统软件包$absent，先不用它们。要装上，请由管理员运行：sudo $install" >&2
