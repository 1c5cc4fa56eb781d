package dev.reader.client;

import org.junit.jupiter.api.extension.ExtendWith;

/** {@link WorkspaceSubscriptionTest} on virtual threads. */
@ExtendWith(VirtualThreads.class)
class WorkspaceSubscriptionOnVirtualThreadsTest extends WorkspaceSubscriptionTest {}
