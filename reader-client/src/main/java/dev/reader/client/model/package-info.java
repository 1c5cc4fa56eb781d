/**
 * The data that the server sends, as immutable records.
 *
 * <p>Components have the names of the wire (docs/reader-api.md). Only ids, URLs and statuses are required. An optional
 * component that is missing, or whose value has an unexpected type, is null, or 0 or empty if it can't be null. {@code
 * additionalProperties} keeps such values as received, and fields that this version does not know.
 */
@NullMarked
package dev.reader.client.model;

import org.jspecify.annotations.NullMarked;
