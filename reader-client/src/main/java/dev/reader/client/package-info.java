/** TODO. */
@NullMarked
package dev.reader.client;

import org.jspecify.annotations.NullMarked;
