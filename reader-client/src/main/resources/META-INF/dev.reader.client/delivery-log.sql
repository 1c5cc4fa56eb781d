-- The webhook deliveries that were handled; recorded_at is in seconds since 1970.
CREATE TABLE IF NOT EXISTS reader_webhook_delivery (
    namespace VARCHAR(50) NOT NULL,
    delivery_id VARCHAR(255) NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (namespace, delivery_id)
);

CREATE INDEX IF NOT EXISTS reader_webhook_delivery_recorded_at ON reader_webhook_delivery (recorded_at);
