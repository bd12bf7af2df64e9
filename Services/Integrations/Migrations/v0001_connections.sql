-- Connections with ad platforms, and what Events has yet to be told of them. The setting stratum.tenant_ids names the tenants that a
-- transaction may touch; unset, or emptied by the end of an earlier transaction, it means none.

CREATE TABLE integrations.connections (
    tenant_id uuid NOT NULL,
    platform text NOT NULL,
    connection_id uuid NOT NULL,
    status text NOT NULL,
    pixel_id text NOT NULL,
    pixel_name text NOT NULL,
    -- Counts the credentials: up by one with each that replaces another.
    version bigint NOT NULL,
    -- Sealed for this tenant, platform and purpose only, with the key named beside it.
    sealed_credentials bytea NOT NULL,
    sealing_key_id text NOT NULL,
    -- The platform's reason for refusing the credentials of this version.
    refusal text,
    connected_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, platform),
    CONSTRAINT connections_status_known CHECK (status IN ('connected', 'needs_reconnect'))
);
CREATE INDEX connections_sealing_key ON integrations.connections (sealing_key_id, tenant_id);

-- What Events has yet to be told: one row at most for a connection, its newest state, because Events has no use for older ones. It is written
-- with the connection, and deleted when Events has committed it, unless it has gone on to a further version by then.
CREATE TABLE integrations.destination_changes (
    tenant_id uuid NOT NULL,
    platform text NOT NULL,
    version bigint NOT NULL,
    pixel_id text NOT NULL,
    is_enabled boolean NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    -- Times that Events refused this very version; being out of reach does not count.
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    refusal text,
    -- Set aside after too many refusals, for a person to look at. The next version brings it back.
    dead_at timestamptz,
    -- Who works on it: no token is ever given twice, so that one who lost the work to another cannot record anything. A further version
    -- leaves the lease alone, and so waits for the one on its way.
    lease_token bigint,
    leased_until timestamptz,
    PRIMARY KEY (tenant_id, platform)
);
CREATE INDEX destination_changes_due ON integrations.destination_changes (next_attempt_at) WHERE dead_at IS NULL;
CREATE SEQUENCE integrations.lease_tokens;

ALTER TABLE integrations.connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.connections FORCE ROW LEVEL SECURITY;
ALTER TABLE integrations.destination_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.destination_changes FORCE ROW LEVEL SECURITY;

CREATE POLICY connections_in_scope ON integrations.connections TO integrations
    USING (tenant_id = ANY ((SELECT nullif(current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
CREATE POLICY destination_changes_in_scope ON integrations.destination_changes TO integrations
    USING (tenant_id = ANY ((SELECT nullif(current_setting('stratum.tenant_ids', true), '')::uuid[])::uuid[]));
CREATE POLICY destination_changes_of_all ON integrations.destination_changes TO integrations_worker USING (true);

-- Which connections are sealed with another key than the one in use is asked before a tenant is known: one function of the owner.
CREATE POLICY connections_of_directory ON integrations.connections FOR SELECT TO integrations_owner USING (true);
CREATE FUNCTION integrations.tenants_sealed_otherwise(key_id text, previous uuid, most integer) RETURNS TABLE (tenant_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT DISTINCT c.tenant_id FROM integrations.connections c
    WHERE c.sealing_key_id <> key_id AND (previous IS NULL OR c.tenant_id > previous)
    ORDER BY c.tenant_id LIMIT most;
END;
REVOKE ALL ON FUNCTION integrations.tenants_sealed_otherwise(text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION integrations.tenants_sealed_otherwise(text, uuid, integer) TO integrations;

-- Nothing is deleted but what Events has been told. The everyday role may do more by default.
REVOKE ALL ON integrations.connections, integrations.destination_changes FROM integrations;
REVOKE ALL ON SEQUENCE integrations.lease_tokens FROM integrations;
GRANT SELECT, INSERT, UPDATE ON integrations.connections TO integrations;
GRANT SELECT, INSERT, UPDATE ON integrations.destination_changes TO integrations;
GRANT SELECT, UPDATE (attempts, next_attempt_at, refusal, dead_at, lease_token, leased_until), DELETE
    ON integrations.destination_changes TO integrations_worker;
GRANT USAGE ON SEQUENCE integrations.lease_tokens TO integrations_worker;
