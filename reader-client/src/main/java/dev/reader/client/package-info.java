/**
 * The client of the Reader API, which turns web pages into clean Markdown.
 *
 * <p>{@link dev.reader.client.ReaderClient} is the way in.
 */
@NullMarked
package dev.reader.client;

import org.jspecify.annotations.NullMarked;
