#!/bin/sh
# Makes the roles and the database of an installation, once, as the superuser of a new server. Each password is the
# content of a file in the folder SECRETS, by default /run/secrets.
#   custody_owner   owns the tables; "migrate" runs as it
#   custody         the application: adds to the record, changes nothing in it
#   custody_backup  reads everything
set -eu
export SECRETS="${SECRETS:-/run/secrets}"
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres <<'SQL'
\set owner `cat "$SECRETS/CUSTODY_DB_OWNER_PASSWORD"`
\set runtime `cat "$SECRETS/CUSTODY_DB_PASSWORD"`
\set backup `cat "$SECRETS/CUSTODY_DB_BACKUP_PASSWORD"`
create role custody_owner login password :'owner';
create role custody login password :'runtime';
create role custody_backup login password :'backup' in role pg_read_all_data;
create database custody owner custody_owner;
SQL
