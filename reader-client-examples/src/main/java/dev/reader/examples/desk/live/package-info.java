/** Tells browsers what changed, by Server-Sent Events from the table of events. */
@NullMarked
package dev.reader.examples.desk.live;

import org.jspecify.annotations.NullMarked;
