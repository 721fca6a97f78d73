#!/bin/sh
# Brings the database back from its replica: the machine is new, or the file is damaged.
#
#   deploy/compose/restore.sh              the latest state
#   deploy/compose/restore.sh 2026-03-02T08:59:00Z
#
# What is there now is kept beside it until you delete it by hand.
set -eu
cd "$(dirname "$0")"
at=${1:-}

say() { printf '== %s\n' "$*"; }

compose() { docker compose --file compose.yaml "$@"; }

[ -f .env ] || { echo "There is no .env here: copy example.env and fill it in." >&2; exit 1; }

say "Stop the bot and the replication: nobody may write meanwhile"
compose stop shipmate litestream

say "Fetch the replica into a new file"
# shellcheck disable=SC2086 # The timestamp is a flag with a value, or nothing.
compose run --rm --no-deps restore restore ${at:+-timestamp "$at"} -o /data/restored.db /data/shipmate.db

say "Check it and put it in the place of the old one"
# Refuses a damaged file or one from a newer version, and keeps the old database beside the new one.
compose run --rm --no-deps shipmate restore /data/restored.db --database /data/shipmate.db

say "Start again"
compose up --detach
compose ps
