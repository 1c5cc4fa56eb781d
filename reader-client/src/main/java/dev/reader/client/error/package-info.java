/** TODO. */
@NullMarked
package dev.reader.client.error;

import org.jspecify.annotations.NullMarked;
