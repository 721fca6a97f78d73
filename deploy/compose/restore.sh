#!/bin/sh
# Brings the database back from its replica: the machine is new, or the file is damaged.
#
#   deploy/compose/restore.sh              the latest state
#   deploy/compose/restore.sh 2026-03-02T08:59:00Z
#
# What is there now is kept beside it until you delete it by hand. When a step fails, the bot goes on with what it had.
set -eu
cd "$(dirname "$0")"
at=${1:-}
# A name of its own each time: Litestream writes over nothing, not even what an earlier attempt has left.
fetched=/data/fetched-$(date -u +%Y%m%dT%H%M%SZ).db

say() { printf '== %s\n' "$*"; }

compose() { docker compose --file compose.yaml "$@"; }

start_again() {
  ended=$?
  trap '' EXIT HUP INT TERM
  [ "$ended" -eq 0 ] || say "That did not work; the database is as it was"
  # The bot's image has no shell and no rm; Litestream's has.
  compose run --rm --no-deps --entrypoint rm restore -f "$fetched" "$fetched-wal" "$fetched-shm" \
    "$fetched.tmp" "$fetched.tmp-wal" "$fetched.tmp-shm" ||
    say "Delete $fetched by hand"
  say "Start again"
  compose up --detach
  compose ps
  exit "$ended"
}

[ -f .env ] || { echo "There is no .env here: copy example.env and fill it in." >&2; exit 1; }

trap start_again EXIT
trap 'exit 130' HUP INT TERM

say "Stop the bot, then the replication: nobody may write meanwhile"
compose stop shipmate litestream

# On a new machine there is no volume yet. It has to be the bot's image that mounts it first, since it gets its owner from
# there (`own` in compose.yaml); from Litestream's it would be root's, and nothing could be fetched into it.
compose run --rm --no-deps shipmate --version

say "Fetch the replica into a new file"
# shellcheck disable=SC2086 # The timestamp is a flag with a value, or nothing.
compose run --rm --no-deps restore restore ${at:+-timestamp "$at"} -o "$fetched" /data/shipmate.db

say "Check it and put it in the place of the old one"
# Refuses a damaged file or one from a newer version, and keeps the old database beside the new one.
compose run --rm --no-deps shipmate restore "$fetched" --database /data/shipmate.db
