#!/bin/sh
# One role and one database per service, each closed to the others. The image runs this when the cluster is new; run it again, as often as you
# like, after a service was added or a password changed:  docker compose exec postgres sh /docker-entrypoint-initdb.d/roles.sh
# Reads lines "<service> <password>" from $KESU_ROLES_FILE.
set -eu
: "${KESU_ROLES_FILE:?a file with lines: service password}"

run() { psql -v ON_ERROR_STOP=1 --no-psqlrc -q -U "${POSTGRES_USER:-postgres}" -d "${1}"; }

while read -r service password || [ -n "${service:-}" ]; do
    [ -n "$service" ] || continue
    quoted=$(printf '%s' "$password" | sed -e 's/\\/\\\\/g' -e "s/'/''/g")
    # The password goes in by standard input: it is in no process list and in no log of statements that failed.
    run "${POSTGRES_DB:-postgres}" <<SQL
\set role 'kesu_$service'
\set password '$quoted'
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C.UTF-8''', :'role', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'role') \gexec
REVOKE ALL ON DATABASE :"role" FROM PUBLIC;
SQL
    run "kesu_$service" <<SQL
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO "kesu_$service";
SQL
done < "$KESU_ROLES_FILE"
