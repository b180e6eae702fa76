#!/bin/sh
# restore.sh FILE DATABASE: makes a new database of this name from a backup, as the superuser. The roles are there already, see
# roles.sh. Nothing is restored over a database that exists.
set -eu
file=$1
database=$2
createdb --owner=custody_owner "$database"
pg_restore --exit-on-error --single-transaction --dbname="$database" "$file"
echo "$database is restored; let the application verify its trail before anybody works on it."
