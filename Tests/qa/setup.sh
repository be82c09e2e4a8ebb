#!/usr/bin/env bash
# setup.sh VENV REQUIREMENTS...   a Python environment with REQUIREMENTS in it; safe to repeat, quick if unchanged.
#   --servers first: also the web servers and senders of `make qa-live`.
#   --browser first: also the programs that the page checks drive, which PyPI cannot bring (Chromium, Java for the HTML
#   checker, a font). They come from Debian's packages; elsewhere, installed by hand, they are found and left alone.
set -euo pipefail

fail() { printf 'qa setup: %s\n' "$@" >&2; exit 1; }

packages=()
if [ "${1:-}" = --browser ]; then
  shift
  [ -n "${QA_CHROMIUM:-}" ] || command -v chromium google-chrome >/dev/null || packages+=(chromium fonts-dejavu-core)
  command -v java >/dev/null || packages+=(default-jre-headless)
fi
# --servers: what the checks of publishing talk to. All of it listens on loopback ports, and only while a check runs.
if [ "${1:-}" = --servers ]; then
  shift
  for need in nginx:nginx apache2:apache2-bin caddy:caddy rsync:rsync ssh:openssh-client rclone:rclone openssl:openssl; do
    command -v "${need%%:*}" >/dev/null || [ -x "/usr/sbin/${need%%:*}" ] || packages+=("${need#*:}")
  done
  [ -x /usr/sbin/sshd ] || packages+=(openssh-server)
  [ -e /etc/mime.types ] || packages+=(media-types)
fi
# --pandoc: the program that migrations are compared with.
if [ "${1:-}" = --pandoc ]; then
  shift
  command -v pandoc >/dev/null || packages+=(pandoc)
fi
venv=$1
shift
# Debian splits the part of Python that makes environments into a package of its own.
python3 -c 'import ensurepip' 2>/dev/null || packages+=(python3-venv)

if [ ${#packages[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || fail "please install: ${packages[*]} (the names are Debian's)" \
    "a browser under another name: set QA_CHROMIUM to its path"
  [ -z "${HEARTH_NO_INSTALL:-}" ] || fail "missing, and HEARTH_NO_INSTALL is set: sudo apt-get install ${packages[*]}"
  as_root=(env DEBIAN_FRONTEND=noninteractive)
  [ "$(id -u)" -eq 0 ] || as_root=(sudo "${as_root[@]}")
  echo "qa setup: installing ${packages[*]}"
  for try in 1 2 3; do
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null </dev/null && break
    [ "$try" -lt 3 ] || fail "could not install; to try by hand: sudo apt-get install ${packages[*]}"
    "${as_root[@]}" apt-get update -qq </dev/null || sleep 5
  done
fi

[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
for requirements in "$@"; do
  # The copy beside the environment says what is in it, so that an unchanged list costs no call of pip.
  installed=$venv/$(basename "$(dirname "$requirements")")-requirements.txt
  if ! cmp -s "$requirements" "$installed"; then
    echo "qa setup: installing $(grep -c '^[a-z]' "$requirements") Python packages and what they need"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$installed"
  fi
done
