-- Conversion events, their deliveries, and the proof of both. Run by events_owner, which owns the schema.
--
-- Ids of events and batches are UUIDs of version 7: they sort by the time they were made. Tables that grow for ever are partitioned by that
-- time, a partition a day. The accepted time of an event is the time in its id.

-- The tenants this transaction may touch. Unset, or emptied by the end of an earlier transaction, means none.
-- Policies ask through a sub-select: once for each statement, and not once for each row.
CREATE FUNCTION events.tenants_in_scope() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('stratum.tenant_ids', true), '')::uuid[];

-- Where a tenant's events go. Fed by Integrations; the connection's version says which word is the last.
CREATE TABLE events.destinations (
    tenant_id uuid NOT NULL,
    platform text COLLATE "C" NOT NULL,
    pixel_id text NOT NULL,
    version bigint NOT NULL,
    is_enabled boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, platform)
);

-- One lane for each tenant and platform: what is leased, instead of single deliveries. The token rises with each taker: who holds a lower one
-- has lost the lane and can record nothing any more.
CREATE TABLE events.delivery_lanes (
    tenant_id uuid NOT NULL,
    platform text COLLATE "C" NOT NULL,
    lease_token bigint NOT NULL DEFAULT 0,
    leased_by text,
    leased_until timestamptz NOT NULL DEFAULT '-infinity',
    last_served_at timestamptz NOT NULL DEFAULT '-infinity',
    -- Nothing is sent before; why, in one sentence.
    paused_until timestamptz,
    pause_reason text,
    -- The circuit breaker, as the last holder left it.
    breaker_state text NOT NULL DEFAULT 'closed',
    breaker_failures integer NOT NULL DEFAULT 0,
    breaker_open_until timestamptz,
    PRIMARY KEY (tenant_id, platform)
) WITH (fillfactor = 50);

-- Every event accepted in the last days, by the tenant's own key. Not partitioned: a unique key over partitions of time would let the same key
-- in twice at midnight.
CREATE TABLE events.dedupe_keys (
    tenant_id uuid NOT NULL,
    event_row_id uuid NOT NULL,
    -- The first half of a SHA-256 over value, currency and contents.
    body_digest uuid NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    event_name text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, event_id, event_name)
);

-- Accepted events. The body is a packed stratum.events.v1.StoredEvent: personal data hashed, and never changed again.
CREATE TABLE events.events (
    event_row_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    event_time timestamptz NOT NULL,
    event_id text COLLATE "C" NOT NULL,
    event_name text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (tenant_id, event_row_id)
) PARTITION BY RANGE (event_row_id);

-- Deliveries on their way. A row is made with its event, and moves to settled_deliveries when its fate is known, so that this table stays as
-- small as the backlog. next_attempt_at has no index: a lane is read oldest first, and few of its deliveries wait for a second try.
CREATE TABLE events.pending_deliveries (
    tenant_id uuid NOT NULL,
    event_row_id uuid NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    platform text COLLATE "C" NOT NULL,
    -- The start of the first send whose outcome is not known.
    unknown_since timestamptz,
    -- What the last attempt came to.
    reason text,
    PRIMARY KEY (tenant_id, platform, event_row_id)
) WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Deliveries whose fate is known. A delivered one carries its last attempt itself; the attempts of all others are in delivery_attempts.
CREATE TABLE events.settled_deliveries (
    tenant_id uuid NOT NULL,
    event_row_id uuid NOT NULL,
    settled_at timestamptz NOT NULL,
    -- The batch that settled it, unless it never was in one.
    batch_id uuid,
    attempts integer NOT NULL,
    latency_microseconds integer,
    platform text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    -- SHA-256 of the event's JSON as it was delivered.
    body_sha256 bytea,
    reason text,
    PRIMARY KEY (tenant_id, platform, event_row_id),
    CONSTRAINT settled_deliveries_status_known CHECK (status IN ('delivered', 'rejected', 'dead', 'unknown'))
) PARTITION BY RANGE (event_row_id);
CREATE INDEX settled_deliveries_failed ON events.settled_deliveries (tenant_id, platform, status, event_row_id) WHERE status <> 'delivered';

-- The delivery log: every attempt but those that ended as delivered. Rows are only ever added.
CREATE TABLE events.delivery_attempts (
    tenant_id uuid NOT NULL,
    event_row_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    number integer NOT NULL,
    latency_microseconds integer,
    http_status smallint,
    platform text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    platform_code text,
    reason text,
    body_sha256 bytea,
    PRIMARY KEY (tenant_id, event_row_id, platform, number)
) PARTITION BY RANGE (event_row_id);

-- Requests to platforms. A row is committed before its request goes out: these events may have been sent. Closed with the answer, or by the
-- next holder of the lane, who does not know it.
CREATE TABLE events.delivery_batches (
    tenant_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    lease_token bigint NOT NULL,
    started_at timestamptz NOT NULL,
    closed_at timestamptz,
    latency_microseconds integer,
    -- How long the rate limiter held it back.
    limiter_wait_microseconds integer NOT NULL,
    http_status smallint,
    platform text COLLATE "C" NOT NULL,
    -- What the circuit breaker said.
    breaker_state text NOT NULL,
    outcome text COLLATE "C",
    -- The platform's answer, shortened.
    response text,
    event_row_ids uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, batch_id)
) PARTITION BY RANGE (batch_id);
ALTER TABLE events.delivery_batches ALTER COLUMN event_row_ids SET STORAGE EXTERNAL;
CREATE INDEX delivery_batches_open ON events.delivery_batches (tenant_id, platform) WHERE closed_at IS NULL;

-- MARK: Row-level security

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['destinations', 'delivery_lanes', 'dedupe_keys', 'events', 'pending_deliveries', 'settled_deliveries',
        'delivery_attempts', 'delivery_batches']
    LOOP
        EXECUTE format('ALTER TABLE events.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE events.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY %I ON events.%I TO events USING (tenant_id = ANY ((SELECT events.tenants_in_scope())::uuid[]))',
            name || '_in_scope', name);
    END LOOP;
END
$$;

-- Which lanes have work, and who serves them, is asked across tenants; so is which dedupe keys have had their time. The columns that are
-- granted below say no more than that.
CREATE POLICY delivery_lanes_of_all ON events.delivery_lanes TO events_worker USING (true);
CREATE POLICY pending_deliveries_of_all ON events.pending_deliveries FOR SELECT TO events_worker USING (true);
CREATE POLICY dedupe_keys_of_all ON events.dedupe_keys TO events_worker USING (true);
-- A day of events that is dropped takes along what was still to be delivered of it (drop_oldest_partition).
CREATE POLICY pending_deliveries_of_owner ON events.pending_deliveries TO events_owner USING (true);

-- What the service may do, and no more than that: what was accepted and what was logged is never changed.
REVOKE ALL ON events.destinations, events.delivery_lanes, events.dedupe_keys, events.events, events.pending_deliveries,
    events.settled_deliveries, events.delivery_attempts, events.delivery_batches FROM events, events_worker;
GRANT USAGE ON SCHEMA events TO events, events_worker;
GRANT SELECT, INSERT, UPDATE ON events.destinations TO events;
GRANT SELECT, INSERT, UPDATE ON events.delivery_lanes TO events;
GRANT SELECT, INSERT ON events.dedupe_keys TO events;
GRANT SELECT, INSERT ON events.events TO events;
GRANT SELECT, INSERT, UPDATE, DELETE ON events.pending_deliveries TO events;
GRANT SELECT, INSERT, DELETE ON events.settled_deliveries TO events;
GRANT SELECT, INSERT ON events.delivery_attempts TO events;
GRANT SELECT, INSERT, UPDATE ON events.delivery_batches TO events;
GRANT SELECT, UPDATE (lease_token, leased_by, leased_until, last_served_at) ON events.delivery_lanes TO events_worker;
GRANT SELECT (tenant_id, platform, event_row_id, next_attempt_at) ON events.pending_deliveries TO events_worker;
GRANT SELECT (ctid, event_row_id), DELETE ON events.dedupe_keys TO events_worker;

-- MARK: Partitions

-- The smallest version 7 UUID of a moment.
CREATE FUNCTION events.first_id_at(moment timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the partitions of the days from `earliest` to `latest` that are not there. Made apart and then attached: that lets readers and writers
-- of the table go on. Returns how many it made.
CREATE FUNCTION events.ensure_partitions(earliest timestamptz, latest timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' SET timezone = 'UTC'
AS $$
DECLARE
    parent text;
    child text;
    day timestamptz;
    made integer := 0;
BEGIN
    IF latest - earliest > interval '400 days' THEN
        RAISE EXCEPTION 'more than 400 days of partitions at once';
    END IF;
    -- One at a time: two processes that start together want the same partitions.
    PERFORM pg_advisory_xact_lock(hashtext('events.partitions'));
    day := date_trunc('day', earliest);
    WHILE day <= latest LOOP
        FOREACH parent IN ARRAY ARRAY['events', 'settled_deliveries', 'delivery_attempts', 'delivery_batches'] LOOP
            child := parent || to_char(day, '_YYYYMMDD');
            IF to_regclass(format('events.%I', child)) IS NULL THEN
                EXECUTE format('CREATE TABLE events.%I (LIKE events.%I INCLUDING ALL)', child, parent);
                EXECUTE format('ALTER TABLE events.%I ENABLE ROW LEVEL SECURITY', child);
                EXECUTE format('ALTER TABLE events.%I FORCE ROW LEVEL SECURITY', child);
                EXECUTE format('ALTER TABLE events.%I ATTACH PARTITION events.%I FOR VALUES FROM (%L) TO (%L)', parent, child,
                    events.first_id_at(day), events.first_id_at(day + interval '1 day'));
                made := made + 1;
            END IF;
        END LOOP;
        day := day + interval '1 day';
    END LOOP;
    RETURN made;
END
$$;

-- Drops one day's partition, the oldest that lies wholly before `before`, and deliveries of that day that are still pending. Returns its name, or
-- null when there is none. Waits at most a second for the table: until then others would queue behind it.
CREATE FUNCTION events.drop_oldest_partition(before timestamptz) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1s' SET timezone = 'UTC'
AS $$
DECLARE
    child text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('events.partitions'));
    SELECT c.relname INTO child
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
    WHERE p.relnamespace = 'events'::regnamespace AND p.relkind = 'p'
        AND right(c.relname, 8) < to_char(before, 'YYYYMMDD')
    ORDER BY right(c.relname, 8), c.relname LIMIT 1;
    IF child IS NOT NULL THEN
        DELETE FROM events.pending_deliveries
        WHERE event_row_id < events.first_id_at(to_date(right(child, 8), 'YYYYMMDD')::timestamptz + interval '1 day');
        EXECUTE format('DROP TABLE events.%I', child);
    END IF;
    RETURN child;
END
$$;

-- Gives one closed day of events its index by event id: keys older than the dedupe keys are looked up there. Returns the partition, or null when
-- there is none left. Events are never changed, and nobody adds to a day that is over, so nobody
-- waits for it; its lock is its own, so that making room does not wait for it either.
CREATE FUNCTION events.index_closed_partition(before timestamptz) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1s' SET timezone = 'UTC'
AS $$
DECLARE
    child text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('events.partition_indexes'));
    SELECT c.relname INTO child
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'events.events'::regclass AND right(c.relname, 8) < to_char(before, 'YYYYMMDD')
        AND to_regclass(format('events.%I', c.relname || '_event_id')) IS NULL
    ORDER BY c.relname DESC LIMIT 1;
    IF child IS NOT NULL THEN
        EXECUTE format('CREATE INDEX %I ON events.%I (tenant_id, event_id)', child || '_event_id', child);
    END IF;
    RETURN child;
END
$$;

REVOKE ALL ON FUNCTION events.ensure_partitions(timestamptz, timestamptz), events.drop_oldest_partition(timestamptz),
    events.index_closed_partition(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION events.ensure_partitions(timestamptz, timestamptz), events.drop_oldest_partition(timestamptz),
    events.index_closed_partition(timestamptz) TO events_worker;
