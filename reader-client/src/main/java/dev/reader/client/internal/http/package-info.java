/**
 * The transport. Only this package knows HTTP, the API key, the envelopes and the retries.
 *
 * <p>{@link dev.reader.client.internal.http.Transport} is the entry point. Decisions are pure functions ({@code
 * RetryPolicy}, {@code ResponseParser}), so that a transport of another kind can share them.
 */
@NullMarked
package dev.reader.client.internal.http;

import org.jspecify.annotations.NullMarked;
