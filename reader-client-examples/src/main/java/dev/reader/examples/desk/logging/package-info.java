/** Writes the log as JSON. */
@NullMarked
package dev.reader.examples.desk.logging;

import org.jspecify.annotations.NullMarked;
