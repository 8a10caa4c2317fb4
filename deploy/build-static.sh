#!/bin/sh
# Joins the stylesheets and collects static files under DATA_DIR/static. Needs no database and no
# secret: the settings below are thrown away.
set -eu
cd "$(dirname "$0")/.."
python=$([ -x .venv/bin/python ] && echo .venv/bin/python || echo python)
export DJANGO_SETTINGS_MODULE=peersupport.settings ENV_FILE=/dev/null MODE=production
export SITE_URL=https://build.example ALLOWED_HOSTS=build.example
SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(60))')
export SECRET_KEY
"$python" -c 'from peersupport.core.bundle import write_bundle; write_bundle()'
"$python" manage.py collectstatic --no-input --verbosity 0
