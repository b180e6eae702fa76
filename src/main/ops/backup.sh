#!/bin/sh
# backup.sh FOLDER [KEEP]: writes one whole backup of the database PGDATABASE (by default custody) into the folder, and
# keeps the newest KEEP (by default 30). Server and role are named as for any program of PostgreSQL (PGHOST, PGUSER, PGPASSFILE).
# The application goes on meanwhile; the backup is of the moment at which it began.
set -eu
umask 077
folder=$1
keep=${2:-30}
file=$folder/custody-$(date -u +%Y%m%dT%H%M%SZ).dump
pg_dump --format=custom --lock-wait-timeout=60s --file="$file.part" "${PGDATABASE:-custody}"
# Whole is what can be read to its end.
pg_restore --file=/dev/null "$file.part"
mv "$file.part" "$file"
ls -1 "$folder"/custody-*.dump | sort -r | tail -n "+$((keep + 1))" | while read -r old; do rm "$old"; done
echo "$file"
