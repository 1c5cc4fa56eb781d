/** Publishers of the Flow API over sources that are polled, with back-pressure down to the connection. */
@NullMarked
package dev.reader.client.internal.publish;

import org.jspecify.annotations.NullMarked;
