/**
 * The Reader API on localhost, for development, examples and end-to-end tests. It needs no key and no network.
 *
 * <p>{@link dev.reader.examples.local.LocalReader} runs inside a program; {@link
 * dev.reader.examples.local.LocalReaderMain} runs as a program of its own.
 */
@NullMarked
package dev.reader.examples.local;

import org.jspecify.annotations.NullMarked;
