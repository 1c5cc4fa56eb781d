/**
 * The exceptions of the client, all unchecked and below {@link dev.reader.client.error.ReaderException}.
 *
 * <p>An error response is a {@link dev.reader.client.error.ReaderApiException}, with a subclass for each documented code
 * (docs/reader-api.md §7). Every other kind of failure has a type of its own.
 */
@NullMarked
package dev.reader.client.error;

import org.jspecify.annotations.NullMarked;
