/** Example programs that use the Reader client. */
@NullMarked
package dev.reader.examples;

import org.jspecify.annotations.NullMarked;
