/**
 * Runs: any number of URLs, read as many batches, that survive a crash and never pay twice.
 *
 * <p>Start with {@link dev.reader.client.ReaderClient#batchRun}. docs/large-runs.md is the guide.
 */
@NullMarked
package dev.reader.client.run;

import org.jspecify.annotations.NullMarked;
