/**
 * The engine that watches jobs. A stream is a hint that makes it ask; the job's record and its results decide.
 *
 * <p>{@code JobWatcher} runs one stream and the questions beside it, {@code JobWatch} decides when a question is due, and
 * {@code JobFollower} follows a single job. Waits, streams and subscriptions build on them.
 */
@NullMarked
package dev.reader.client.internal.jobs;

import org.jspecify.annotations.NullMarked;
