#!/bin/sh
# Make the secrets of an installation: deploy/secrets.sh [FOLDER]   (default deploy/secrets, which git ignores)
# Makes only what is missing, so it can be run again after a service was added. To change a secret, remove its file and run it again
# (docs/operations.md says which processes to restart). Needs openssl.
set -eu
cd "$(dirname "$0")"
folder=${1:-secrets}
services="desk intake quality returns capa survey webhooks"
command -v openssl >/dev/null || { echo "secrets.sh needs openssl" >&2; exit 1; }

# The folder is the owner's alone; the files in it can be read by whichever user a container runs as, since each is mounted by itself.
umask 077
mkdir -p "$folder"
chmod 700 "$folder"

random() { openssl rand -hex 32; }
keep() { # keep NAME: standard input becomes the secret, unless there is one
    if [ -s "$folder/$1" ]; then cat >/dev/null; else cat > "$folder/.new"; chmod 444 "$folder/.new"; mv "$folder/.new" "$folder/$1"; echo "made $folder/$1"; fi
}
secret() { random | tr -d '\n' | keep "$1"; }

for name in secret_key service_token_secret postgres_password grafana_password rabbitmq_admin_password; do secret "$name"; done

[ -s "$folder/session_private_key" ] || { openssl genpkey -algorithm ed25519 | keep session_private_key; rm -f "$folder/session_public_key"; }
openssl pkey -in "$folder/session_private_key" -pubout | keep session_public_key

for service in $services; do
    printf 'postgresql+psycopg://kesu_%s:%s@postgres:5432/kesu_%s' "$service" "$(random)" "$service" | keep "${service}_database_url"
    printf 'amqp://kesu_%s:%s@rabbitmq:5672/kesu' "$service" "$(random)" | keep "${service}_bus_url"
done

# The mail server's password is not ours to make: whoever sends mail writes it here (KESU_SMTP_LOGIN, docs/operations.md).
[ -e "$folder/smtp_password" ] || { : > "$folder/smtp_password"; chmod 444 "$folder/smtp_password"; }

# What PostgreSQL and RabbitMQ must know of these, always made anew from them.
password_in() { sed -E 's|^[^:]+://[^:]+:([^@]+)@.*$|\1|' "$folder/$1"; }
for service in $services; do echo "$service $(password_in "${service}_database_url")"; done > "$folder/.roles"

rabbitmq_hash() { # 4 bytes of salt + SHA-256 of salt and password, base64; the salt is text here, so that the shell can hold it
    salt=$(openssl rand -base64 3)
    { printf '%s' "$salt"; printf '%s%s' "$salt" "$1" | openssl dgst -sha256 -binary; } | openssl base64 -A
}
user() { printf '    {"name": "kesu_%s", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": [%s]}' "$1" "$(rabbitmq_hash "$2")" "${3:-}"; }
{
    printf '{"users": [\n'
    for service in $services; do user "$service" "$(password_in "${service}_bus_url")"; printf ',\n'; done
    user admin "$(cat "$folder/rabbitmq_admin_password")" '"administrator"'
    printf '\n]}\n'
} > "$folder/.users"
chmod 444 "$folder/.roles" "$folder/.users"
mv -f "$folder/.roles" "$folder/postgres_roles"
mv -f "$folder/.users" "$folder/rabbitmq_users.json"
