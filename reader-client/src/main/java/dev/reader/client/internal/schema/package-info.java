/** JSON Schemas of the caller's records. */
@NullMarked
package dev.reader.client.internal.schema;

import org.jspecify.annotations.NullMarked;
