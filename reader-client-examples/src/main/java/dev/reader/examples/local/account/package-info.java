/** Credits, usage, API keys and browser sessions. Internal to the local Reader. */
@NullMarked
package dev.reader.examples.local.account;

import org.jspecify.annotations.NullMarked;
