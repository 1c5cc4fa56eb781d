/** The two endpoints that a marketplace calls, and the signed links to large results. */
@NullMarked
package dev.reader.examples.desk.orders;

import org.jspecify.annotations.NullMarked;
