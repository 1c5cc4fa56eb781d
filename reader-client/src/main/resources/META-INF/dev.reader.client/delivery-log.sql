-- The deliveries of webhooks that were carried out; recorded_at is in seconds since 1970.
CREATE TABLE IF NOT EXISTS reader_webhook_delivery (
    delivery_id VARCHAR(255) NOT NULL PRIMARY KEY,
    recorded_at BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS reader_webhook_delivery_recorded_at ON reader_webhook_delivery (recorded_at);
