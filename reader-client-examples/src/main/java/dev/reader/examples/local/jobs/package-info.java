/** Batches, crawls and their event streams. Internal to the local Reader. */
@NullMarked
package dev.reader.examples.local.jobs;

import org.jspecify.annotations.NullMarked;
