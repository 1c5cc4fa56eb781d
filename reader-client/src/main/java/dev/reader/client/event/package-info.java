/**
 * The events of streams: {@link dev.reader.client.event.JobEvent} of one job, {@link
 * dev.reader.client.event.WorkspaceEvent} of all jobs of a workspace.
 */
@NullMarked
package dev.reader.client.event;

import org.jspecify.annotations.NullMarked;
