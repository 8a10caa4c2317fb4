#!/bin/sh
# Builds static files into DATA_DIR/static without a database or a secret: the settings below are
# thrown away. DATA_DIR is the one that the site will run with.
set -eu
cd "$(dirname "$0")/.."
python=$([ -x .venv/bin/python ] && echo .venv/bin/python || echo python)
export ENV_FILE=/dev/null MODE=production
export SITE_URL=https://build.example ALLOWED_HOSTS=build.example
SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(60))')
export SECRET_KEY
"$python" manage.py build_static
