/**
 * Server-Sent Events: reading one connection, deciding when to reconnect, and buffering for a slow consumer.
 */
@NullMarked
package dev.reader.client.internal.stream;

import org.jspecify.annotations.NullMarked;
