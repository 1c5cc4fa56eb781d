-- The ledger of runs, version 1 of its tables. Times are milliseconds since 1970.
CREATE TABLE IF NOT EXISTS reader_run (
    run_id VARCHAR(200) NOT NULL PRIMARY KEY,
    schema_version INTEGER NOT NULL,
    planned BOOLEAN NOT NULL,
    round_no INTEGER NOT NULL,
    options BYTEA NOT NULL,
    urls BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    shards INTEGER NOT NULL,
    credits_spent BIGINT NOT NULL,
    credits_reserved BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- The requests, compressed by gzip, and what became of them. Until leased_until, the process that has the number in the
-- column fence processes the shard; a higher number ends the lease.
CREATE TABLE IF NOT EXISTS reader_run_shard (
    run_id VARCHAR(200) NOT NULL,
    shard INTEGER NOT NULL,
    round_no INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    urls INTEGER NOT NULL,
    request BYTEA NOT NULL,
    request_key VARCHAR(64),
    first_sent_at BIGINT,
    job_id VARCHAR(255),
    stored INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    reserved BIGINT NOT NULL,
    credits BIGINT NOT NULL,
    reason VARCHAR,
    fence BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    PRIMARY KEY (run_id, shard)
);

-- One row for each URL of the plan, by the first 128 bits of its SHA-256; content_hash is set once its page is stored.
CREATE TABLE IF NOT EXISTS reader_run_url (
    run_id VARCHAR(200) NOT NULL,
    url_hash BYTEA NOT NULL,
    content_hash BYTEA,
    failed_round INTEGER NOT NULL,
    PRIMARY KEY (run_id, url_hash)
);

CREATE TABLE IF NOT EXISTS reader_run_failure (
    run_id VARCHAR(200) NOT NULL,
    url_hash BYTEA NOT NULL,
    url VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    round_no INTEGER NOT NULL,
    retryable BOOLEAN NOT NULL,
    PRIMARY KEY (run_id, url_hash)
);
