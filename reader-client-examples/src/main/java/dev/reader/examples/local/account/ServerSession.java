package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.Chromium;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A browser session. Guarded by {@link SessionEndpoints}. */
final class ServerSession {
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

    ServerSession(Chromium.Running browser, Instant createdAt, Duration length) {
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

    /** Ends the session and returns its duration. */
    Duration end(Status newStatus, Instant now) {
        status = newStatus;
        browser.close();
        return Duration.between(createdAt, now.isBefore(expiresAt) ? now : expiresAt);
    }

    ObjectNode json() {
        return JsonNodes.object()
                .put("sessionId", id)
                .put("status", statusName())
                .put("createdAt", createdAt.toString())
                .put("expiresAt", expiresAt.toString());
    }

    /** Returns the session with its endpoint and token, which only the response to its creation contains. */
    ObjectNode creationJson() {
        return json().put("wsEndpoint", browser.endpoint()).put("token", token);
    }

    private String statusName() {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
