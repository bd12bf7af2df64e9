# shellcheck shell=bash
# The secrets of a local stack: made once, readable by this user only, kept until the data is deleted.

secrets=$state/secrets

# make_secret FILE COMMAND…: writes the command's output to a file that does not exist yet; whole or not at all.
make_secret() {
    local file=$1
    shift
    [[ ! -s $file ]] || return 0
    (
        umask 077
        mkdir -p -- "${file%/*}"
        "$@" >"$file.unfinished"
        mv -- "$file.unfinished" "$file"
    )
}

# A password: 32 random bytes as URL-safe base64, without padding.
random_word() {
    openssl rand -base64 32 | tr '+/' '-_' | tr -d '=\n'
}

# A key file of one key: a line `id base64`. Where several lines stand, the first key is used and the others are still known.
random_key() {
    printf '%s %s\n' "$1" "$(openssl rand -base64 32)"
}

# An id that no other stack's key has.
random_id() {
    printf '%s-%s\n' "$1" "$(openssl rand -hex 4)"
}

# public_key SEED: the base64 of the Ed25519 public key that belongs to a seed, by way of their DER forms (RFC 8410 §7 and §4).
public_key() {
    {
        printf '\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20'
        base64 -d <<<"$1"
    } | openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64 -w 0
}

# The public halves of the services' own keys, a line each: `<service>:<number> base64`.
public_key_lines() {
    local service id seed
    for service in "${database_services[@]}"; do
        read -r id seed <"$secrets/keys/$service.key"
        printf '%s %s\n' "$id" "$(public_key "$seed")"
    done
}

make_secrets() {
    local service role
    for service in "${database_services[@]}"; do
        for role in "$service" "${service}_owner" "${service}_worker"; do
            make_secret "$secrets/database/$role" random_word
        done
        make_secret "$secrets/keys/$service.key" random_key "$service:1"
    done
    # Made from the others, so a service that came later is in it.
    if [[ $(public_key_lines) != "$(cat -- "$secrets/service.keys" 2>/dev/null)" ]]; then
        rm -f -- "$secrets/service.keys"
        make_secret "$secrets/service.keys" public_key_lines
    fi
    make_secret "$secrets/token.keys" random_key "$(random_id token)"
    make_secret "$secrets/api-key-hash.keys" random_key "$(random_id hash)"
    make_secret "$secrets/sealing.keys" random_key "$(random_id seal)"
    make_secret "$secrets/operator.key" random_word
    # The sandbox's own demo token, which opens nothing but its demo pixel.
    make_secret "$secrets/sandbox-meta.token" printf '%s\n' EAABsandboxDemoToken
}
