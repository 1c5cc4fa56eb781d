/** Webhooks and their deliveries. Internal to the local Reader. */
@NullMarked
package dev.reader.examples.local.webhook;

import org.jspecify.annotations.NullMarked;
