package dev.reader.client.internal.http;

import java.time.Duration;

/**
 * One attempt at a request.
 *
 * @param number 1 for the first
 * @param timeout its time-out, longer than zero
 * @param ambiguousBefore whether the outcome of an earlier attempt is unknown
 * @param permit the permission to send it
 */
record Attempt(int number, Duration timeout, boolean ambiguousBefore, Permit permit) {
    private static final Duration MIN_TIMEOUT = Duration.ofNanos(1);

    Attempt {
        // OkHttp interprets zero as no time-out.
        timeout = timeout.compareTo(MIN_TIMEOUT) < 0 ? MIN_TIMEOUT : timeout;
    }
}
