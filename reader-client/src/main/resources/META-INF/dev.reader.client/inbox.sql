-- The webhook deliveries that were stored and are handled later; times are in milliseconds since 1970.
CREATE TABLE IF NOT EXISTS reader_webhook_inbox (
    namespace VARCHAR(50) NOT NULL,
    delivery_key VARCHAR(255) NOT NULL,
    state VARCHAR(10) NOT NULL,
    event TEXT NOT NULL,
    delivery_id TEXT,
    sent_at BIGINT,
    payload BYTEA,
    attempts INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (namespace, delivery_key)
);

CREATE INDEX IF NOT EXISTS reader_webhook_inbox_due ON reader_webhook_inbox (namespace, state, due_at);
