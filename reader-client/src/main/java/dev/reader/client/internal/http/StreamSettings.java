package dev.reader.client.internal.http;

import java.time.Duration;

/**
 * How streams are kept up.
 *
 * @param idleTimeout how long a stream may be silent before it counts as dead
 * @param reconnectTimeout how long the server may be out of reach before a job's stream is given up
 */
public record StreamSettings(Duration idleTimeout, Duration reconnectTimeout) {}
