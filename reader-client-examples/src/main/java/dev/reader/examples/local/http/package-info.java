/**
 * The HTTP side of the local Reader: routes, envelopes, errors, rate limits, idempotency keys. Internal to the local
 * Reader.
 */
@NullMarked
package dev.reader.examples.local.http;

import org.jspecify.annotations.NullMarked;
