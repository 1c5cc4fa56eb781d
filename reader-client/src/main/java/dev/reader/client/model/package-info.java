/** TODO. */
@NullMarked
package dev.reader.client.model;

import org.jspecify.annotations.NullMarked;
