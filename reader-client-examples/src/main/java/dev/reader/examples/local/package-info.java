/**
 * The Reader API served on localhost, for development, examples and end-to-end tests: no key, no network.
 *
 * <p>{@link dev.reader.examples.local.LocalReader} is embedded in a program; {@link
 * dev.reader.examples.local.LocalReaderMain} runs alone.
 */
@NullMarked
package dev.reader.examples.local;

import org.jspecify.annotations.NullMarked;
