#!/bin/sh
# Builds static files into DATA_DIR/static without a database or a secret: the settings below are
# thrown away. DATA_DIR is the one that the site will run with.
set -eu
cd "$(dirname "$0")/.."
python=$([ -x .venv/bin/python ] && echo .venv/bin/python || echo python)
export ENV_FILE=/dev/null MODE=production
export SITE_URL=https://build.example ALLOWED_HOSTS=build.example
SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(60))')
FIELD_KEYS=$("$python" -c 'import base64, secrets; print("1:" + base64.b64encode(secrets.token_bytes(32)).decode())')
export SECRET_KEY FIELD_KEYS
"$python" manage.py build_static
