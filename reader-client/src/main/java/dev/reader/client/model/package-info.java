/**
 * What the server says, as immutable records.
 *
 * <p>Components bear the names of the wire (docs/reader-api.md). A component that the server may leave out is
 * {@link org.jspecify.annotations.Nullable}; properties that this version does not know are kept where a record has
 * {@code additionalProperties}.
 */
@NullMarked
package dev.reader.client.model;

import org.jspecify.annotations.NullMarked;
