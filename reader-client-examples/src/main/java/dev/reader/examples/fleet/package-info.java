/** A run that any number of processes share, with db-scheduler and one rate limit; docs/fleet.md is the guide. */
@NullMarked
package dev.reader.examples.fleet;

import org.jspecify.annotations.NullMarked;
