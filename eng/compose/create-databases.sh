#!/usr/bin/env bash
# Run by the PostgreSQL image once, on an empty volume: the roles of the services and a database for each.
set -euo pipefail

psql() { command psql --username "$POSTGRES_USER" --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$@"; }

psql --dbname postgres --set owner_password="$SAGAS_OWNER_PASSWORD" --set app_password="$SAGAS_APP_PASSWORD" \
  --set archiver_password="$SAGAS_ARCHIVER_PASSWORD" <<'SQL'
-- The owner migrates; the program works with the rights that the migrations grant; the archiver moves ended streams.
CREATE ROLE sagas_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE sagas_app LOGIN PASSWORD :'app_password';
CREATE ROLE sagas_archiver LOGIN PASSWORD :'archiver_password';
CREATE DATABASE order_saga OWNER sagas_owner;
CREATE DATABASE inventory OWNER sagas_owner;
CREATE DATABASE payment OWNER sagas_owner;
CREATE DATABASE payment_gateway OWNER sagas_owner;
CREATE DATABASE shipping OWNER sagas_owner;
SQL
