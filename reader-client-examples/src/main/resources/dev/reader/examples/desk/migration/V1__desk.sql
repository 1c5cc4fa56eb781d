-- Times are milliseconds since 1970. ${bytes} is the type of long binary values: BYTEA on PostgreSQL, BLOB on H2.

-- One row for each job, from the click to the end. check_at tells when the next step is due; claimed_by takes it.
CREATE TABLE desk_job (
    id VARCHAR(36) NOT NULL PRIMARY KEY,
    reader_job_id VARCHAR(255) UNIQUE,
    kind VARCHAR(10) NOT NULL,
    title VARCHAR(300) NOT NULL,
    request TEXT NOT NULL,
    idempotency_key VARCHAR(100) NOT NULL,
    state VARCHAR(20) NOT NULL,
    completed INTEGER NOT NULL,
    total INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    credits INTEGER,
    problem VARCHAR(1000),
    run INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    heard_at BIGINT NOT NULL,
    check_at BIGINT NOT NULL,
    claimed_by VARCHAR(64),
    claimed_until BIGINT NOT NULL
);
CREATE INDEX desk_job_check_at ON desk_job (check_at);
CREATE INDEX desk_job_created_at ON desk_job (created_at);

CREATE TABLE desk_page (
    job_id VARCHAR(36) NOT NULL REFERENCES desk_job (id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    status_code INTEGER,
    credits INTEGER,
    duration_ms BIGINT,
    error TEXT,
    markdown TEXT,
    thumbnail ${bytes},
    PRIMARY KEY (job_id, position)
);

-- What browsers are told. The single row of desk_sequence is locked until the transaction ends, so that a number is
-- never seen before a smaller one.
CREATE TABLE desk_sequence (
    last_seq BIGINT NOT NULL
);
INSERT INTO desk_sequence VALUES (0);

CREATE TABLE desk_event (
    seq BIGINT NOT NULL PRIMARY KEY,
    job_id VARCHAR(36) NOT NULL,
    kind VARCHAR(10) NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX desk_event_created_at ON desk_event (created_at);

CREATE TABLE desk_lease (
    name VARCHAR(50) NOT NULL PRIMARY KEY,
    holder VARCHAR(64),
    until_at BIGINT NOT NULL
);
INSERT INTO desk_lease VALUES ('workspace', NULL, 0);

CREATE TABLE desk_counter (
    name VARCHAR(50) NOT NULL PRIMARY KEY,
    total BIGINT NOT NULL
);
INSERT INTO desk_counter VALUES ('deliveries.received', 0), ('deliveries.refused', 0), ('deliveries.duplicate', 0);

CREATE TABLE desk_sample (
    taken_at BIGINT NOT NULL PRIMARY KEY,
    balance INTEGER NOT NULL,
    used INTEGER NOT NULL,
    credit_limit INTEGER NOT NULL,
    tier VARCHAR(50),
    active_jobs INTEGER NOT NULL,
    waiting_jobs INTEGER NOT NULL,
    max_concurrency INTEGER NOT NULL
);

CREATE TABLE desk_order (
    order_id VARCHAR(100) NOT NULL PRIMARY KEY,
    job_id VARCHAR(36) NOT NULL REFERENCES desk_job (id),
    input_hash VARCHAR(64) NOT NULL,
    output VARCHAR(10) NOT NULL,
    created_at BIGINT NOT NULL,
    mime_type VARCHAR(100),
    result_length BIGINT,
    result ${bytes}
);
CREATE INDEX desk_order_job_id ON desk_order (job_id);

-- The inbox of the client library (WebhookInbox.ddl()) and the table of db-scheduler.
CREATE TABLE reader_webhook_inbox (
    namespace VARCHAR(50) NOT NULL,
    delivery_key VARCHAR(255) NOT NULL,
    state VARCHAR(10) NOT NULL,
    event TEXT NOT NULL,
    delivery_id TEXT,
    sent_at BIGINT,
    payload ${bytes},
    attempts INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (namespace, delivery_key)
);
CREATE INDEX reader_webhook_inbox_due ON reader_webhook_inbox (namespace, state, due_at);

CREATE TABLE scheduled_tasks (
    task_name VARCHAR(100) NOT NULL,
    task_instance VARCHAR(100) NOT NULL,
    task_data ${bytes},
    execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
    picked BOOLEAN NOT NULL,
    picked_by VARCHAR(50),
    last_success TIMESTAMP WITH TIME ZONE,
    last_failure TIMESTAMP WITH TIME ZONE,
    consecutive_failures INTEGER,
    last_heartbeat TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    priority SMALLINT,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
