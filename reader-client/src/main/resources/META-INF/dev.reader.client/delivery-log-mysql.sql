-- The webhook deliveries that were handled; recorded_at is in seconds since 1970.
-- Ids are bytes, because MySQL and MariaDB compare text without regard to case.
CREATE TABLE IF NOT EXISTS reader_webhook_delivery (
    namespace VARBINARY(50) NOT NULL,
    delivery_id VARBINARY(1020) NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (namespace, delivery_id),
    INDEX reader_webhook_delivery_recorded_at (recorded_at)
) ENGINE = InnoDB;
