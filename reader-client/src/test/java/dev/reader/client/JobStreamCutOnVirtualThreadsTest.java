package dev.reader.client;

import org.junit.jupiter.api.extension.ExtendWith;

/** {@link JobStreamCutTest} on virtual threads. */
@ExtendWith(VirtualThreads.class)
class JobStreamCutOnVirtualThreadsTest extends JobStreamCutTest {}
