/**
 * What can go wrong, as unchecked exceptions below {@link dev.reader.client.error.ReaderException}.
 *
 * <p>An answer of the server that says no is a {@link dev.reader.client.error.ReaderApiException}, with one subclass for
 * each documented code (docs/reader-api.md §7); everything else has a type of its own beside it.
 */
@NullMarked
package dev.reader.client.error;

import org.jspecify.annotations.NullMarked;
