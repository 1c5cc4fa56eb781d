package dev.reader.client;

import org.junit.jupiter.api.extension.ExtendWith;

/** {@link JobStreamTest} on virtual threads. */
@ExtendWith(VirtualThreads.class)
class JobStreamOnVirtualThreadsTest extends JobStreamTest {}
