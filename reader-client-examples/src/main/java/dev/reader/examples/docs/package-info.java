/** The code that the README and the guides quote, so that it compiles. */
@NullMarked
package dev.reader.examples.docs;

import org.jspecify.annotations.NullMarked;
