/**
 * The transport: alone in knowing HTTP, the key, the envelopes and when a request is sent again.
 *
 * <p>{@link dev.reader.client.internal.http.Transport} is the way in. What it decides, it decides by pure functions
 * ({@code RetryPolicy}, {@code Answers}), so that a transport of another kind can share them.
 */
@NullMarked
package dev.reader.client.internal.http;

import org.jspecify.annotations.NullMarked;
