-- The webhook deliveries that were stored and are handled later; times are in milliseconds since 1970.
-- Keys are bytes, because MySQL and MariaDB compare text without regard to case.
CREATE TABLE IF NOT EXISTS reader_webhook_inbox (
    namespace VARBINARY(50) NOT NULL,
    delivery_key VARBINARY(1020) NOT NULL,
    state VARCHAR(10) NOT NULL,
    event TEXT CHARACTER SET utf8mb4 NOT NULL,
    delivery_id TEXT CHARACTER SET utf8mb4,
    sent_at BIGINT,
    payload LONGBLOB,
    attempts INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    last_error TEXT CHARACTER SET utf8mb4,
    PRIMARY KEY (namespace, delivery_key),
    INDEX reader_webhook_inbox_due (namespace, state, due_at)
) ENGINE = InnoDB;
