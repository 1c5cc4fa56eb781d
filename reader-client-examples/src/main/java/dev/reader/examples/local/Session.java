package dev.reader.examples.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A browser that was lent out. Guarded by {@link Sessions}. */
final class Session {
    enum Status {
        ACTIVE,
        STOPPED,
        EXPIRED
    }

    private final String id = "ses_" + UUID.randomUUID();
    private final String token = UUID.randomUUID().toString();
    private final Chromium.Running browser;
    private final Instant createdAt;
    private final Instant expiresAt;
    private Status status = Status.ACTIVE;

    Session(Chromium.Running browser, Instant createdAt, Duration length) {
        this.browser = browser;
        this.createdAt = createdAt;
        this.expiresAt = createdAt.plus(length);
    }

    String id() {
        return id;
    }

    Status status() {
        return status;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** Ends the session; answers how long it has lasted. */
    Duration end(Status newStatus, Instant now) {
        status = newStatus;
        browser.close();
        return Duration.between(createdAt, now.isBefore(expiresAt) ? now : expiresAt);
    }

    ObjectNode json() {
        return Json.object()
                .put("sessionId", id)
                .put("status", statusName())
                .put("createdAt", createdAt.toString())
                .put("expiresAt", expiresAt.toString());
    }

    /** With what it takes to reach the browser, which is told this once. */
    ObjectNode jsonOfCreation() {
        return json().put("wsEndpoint", browser.endpoint()).put("token", token);
    }

    private String statusName() {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
