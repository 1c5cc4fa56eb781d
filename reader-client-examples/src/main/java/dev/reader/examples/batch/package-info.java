/** Batches that reach the application's database despite failures, as docs/reliable-batches.md describes. */
@org.jspecify.annotations.NullMarked
package dev.reader.examples.batch;
