#!/bin/sh
# First process of every container of the site: secrets come as files, one of them inside an address.
set -eu

refuse() { echo "commonroom: $1" >&2; exit 1; }

for name in SECRET_KEY_FILE FIELD_KEYS_FILE DATABASE_PASSWORD_FILE EMAIL_HOST_PASSWORD_FILE; do
  eval "file=\${$name:-}"
  [ -z "$file" ] || [ -r "$file" ] || refuse "$name names a file that cannot be read: $file"
done

if [ -n "${DATABASE_PASSWORD_FILE:-}" ]; then
  [ -s "$DATABASE_PASSWORD_FILE" ] || refuse "DATABASE_PASSWORD_FILE is empty"
  [ -n "${DATABASE_HOST:-}" ] || refuse "DATABASE_HOST is not set"
  password=$(python -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.stdin.read().strip(), safe=""))' \
    < "$DATABASE_PASSWORD_FILE")
  user=${DATABASE_USER:-commonroom}
  export DATABASE_URL="postgresql://$user:$password@$DATABASE_HOST:${DATABASE_PORT:-5432}/${DATABASE_NAME:-commonroom}"
fi

exec "$@"
