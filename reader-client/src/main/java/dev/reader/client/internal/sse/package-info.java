/** Server-Sent Events: what stands between the body of an answer and whoever wants its events. */
@NullMarked
package dev.reader.client.internal.sse;

import org.jspecify.annotations.NullMarked;
