/** Derives JSON Schemas from records. */
@NullMarked
package dev.reader.client.internal.schema;

import org.jspecify.annotations.NullMarked;
