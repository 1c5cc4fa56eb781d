package dev.reader.examples.local.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.examples.local.http.JsonNodes;
import dev.reader.examples.local.scrape.Chromium;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A browser session: one credit at its creation, and one for each further minute. Guarded by {@link Sessions}. */
final class ServerSession {
    enum Status {
        ACTIVE,
        STOPPED,
        EXPIRED
    }

    private static final Duration BILLED = Duration.ofMinutes(1);

    private final String id = "ses_" + UUID.randomUUID();
    private final String token = UUID.randomUUID().toString();
    private final Chromium.Running browser;
    private final Instant createdAt;
    private final Instant expiresAt;
    private final Set<CdpProxy> clients = new HashSet<>();
    private Status status = Status.ACTIVE;
    private int creditsCharged = 1;
    private Duration duration = Duration.ZERO;

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

    String browserEndpoint() {
        return browser.endpoint();
    }

    boolean accepts(@Nullable String candidate) {
        return candidate != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns when the next credit is due. */
    Instant nextCharge() {
        return createdAt.plus(BILLED.multipliedBy(creditsCharged));
    }

    void charged() {
        creditsCharged++;
    }

    void add(CdpProxy client) {
        clients.add(client);
    }

    void remove(CdpProxy client) {
        clients.remove(client);
    }

    /** Ends the session, its connections and its browser. */
    void end(Status newStatus, Instant at) {
        status = newStatus;
        duration = Duration.between(createdAt, at);
        Set.copyOf(clients).forEach(client -> client.close("the session is " + statusName()));
        browser.close();
    }

    ObjectNode json() {
        return JsonNodes.object()
                .put("sessionId", id)
                .put("status", statusName())
                .put("createdAt", createdAt.toString())
                .put("expiresAt", expiresAt.toString());
    }

    /**
     * Returns the session with its endpoint and token, which only the response to its creation contains.
     *
     * @param origin the origin of the API, with the scheme {@code ws}
     */
    ObjectNode creationJson(String origin) {
        return json().put("wsEndpoint", origin + "/v1/sessions/" + id + "/cdp?token=" + token)
                .put("token", token);
    }

    /** Returns what the session cost. */
    ObjectNode summary() {
        return JsonNodes.object()
                .put("sessionId", id)
                .put("status", statusName())
                .put("durationMs", duration.toMillis())
                .put("creditsCharged", creditsCharged);
    }

    private String statusName() {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
