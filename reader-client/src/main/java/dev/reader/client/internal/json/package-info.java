/** Reads and writes the JSON of the Reader API. */
@NullMarked
package dev.reader.client.internal.json;

import org.jspecify.annotations.NullMarked;
