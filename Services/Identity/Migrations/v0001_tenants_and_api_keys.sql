-- Tenants and their API keys. The setting stratum.tenant_ids names the tenants that a transaction may touch; unset, or emptied by the end of an
-- earlier transaction, it means none.

CREATE TABLE identity.tenants (
    tenant_id uuid PRIMARY KEY,
    slug text NOT NULL,
    display_name text NOT NULL,
    currency text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT tenants_slug_key UNIQUE (slug),
    CONSTRAINT tenants_slug_shape CHECK (slug COLLATE "C" ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
    CONSTRAINT tenants_currency_shape CHECK (currency COLLATE "C" ~ '^[A-Z]{3}$')
);

CREATE TABLE identity.api_keys (
    tenant_id uuid NOT NULL REFERENCES identity.tenants,
    api_key_id uuid NOT NULL,
    display_name text NOT NULL,
    -- The beginning of the key: no secret. Finds the row of a key that is presented.
    prefix text NOT NULL,
    scopes text[] NOT NULL,
    -- A keyed hash of the whole key, with the id of the key it was hashed under. The API key itself is stored nowhere.
    secret_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    PRIMARY KEY (tenant_id, api_key_id),
    CONSTRAINT api_keys_prefix_key UNIQUE (prefix),
    CONSTRAINT api_keys_secret_hash_length CHECK (octet_length(secret_hash) >= 32),
    CONSTRAINT api_keys_scopes_not_empty CHECK (cardinality(scopes) > 0)
);

ALTER TABLE identity.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.tenants FORCE ROW LEVEL SECURITY;
ALTER TABLE identity.api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.api_keys FORCE ROW LEVEL SECURITY;

CREATE POLICY tenants_in_scope ON identity.tenants TO identity
    USING (tenant_id = ANY ((SELECT nullif(current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
CREATE POLICY api_keys_in_scope ON identity.api_keys TO identity
    USING (tenant_id = ANY ((SELECT nullif(current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));

-- Three questions are asked before a tenant is known: which key begins like this, which tenant has this slug, and (by staff) which tenants are
-- there. Each is one function of the owner with exactly that question in it, so that no table stands outside row-level security.
CREATE POLICY tenants_of_directory ON identity.tenants FOR SELECT TO identity_owner USING (true);
CREATE POLICY api_keys_of_directory ON identity.api_keys FOR SELECT TO identity_owner USING (true);

-- The key that begins like this, what proves it and what a token for it says; revoked ones included.
CREATE FUNCTION identity.api_key_with_prefix(wanted text)
    RETURNS TABLE (tenant_id uuid, api_key_id uuid, secret_hash bytea, scopes text[], currency text, revoked_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT k.tenant_id, k.api_key_id, k.secret_hash, k.scopes, t.currency, k.revoked_at
    FROM identity.api_keys k JOIN identity.tenants t USING (tenant_id)
    WHERE k.prefix = wanted;
END;

-- The tenant with this slug.
CREATE FUNCTION identity.tenant_with_slug(wanted text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.tenant_id FROM identity.tenants t WHERE t.slug = wanted;
END;

-- Tenants by slug, from after the given one.
CREATE FUNCTION identity.tenants_after_slug(previous text, most integer)
    RETURNS TABLE (tenant_id uuid, slug text, display_name text, currency text, created_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT t.tenant_id, t.slug, t.display_name, t.currency, t.created_at
    FROM identity.tenants t WHERE t.slug > previous ORDER BY t.slug LIMIT most;
END;

REVOKE ALL ON FUNCTION identity.api_key_with_prefix(text), identity.tenant_with_slug(text), identity.tenants_after_slug(text, integer)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.api_key_with_prefix(text), identity.tenant_with_slug(text), identity.tenants_after_slug(text, integer)
    TO identity;

-- Nothing is ever deleted here, and of a key only its end and its last use may change. The everyday role may do more by default.
REVOKE ALL ON identity.tenants, identity.api_keys FROM identity;
GRANT SELECT, INSERT ON identity.tenants TO identity;
GRANT SELECT, INSERT, UPDATE (revoked_at, last_used_at) ON identity.api_keys TO identity;
