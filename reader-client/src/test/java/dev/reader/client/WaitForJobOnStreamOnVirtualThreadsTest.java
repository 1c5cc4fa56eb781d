package dev.reader.client;

import org.junit.jupiter.api.extension.ExtendWith;

/** {@link WaitForJobOnStreamTest} on virtual threads. */
@ExtendWith(VirtualThreads.class)
class WaitForJobOnStreamOnVirtualThreadsTest extends WaitForJobOnStreamTest {}
