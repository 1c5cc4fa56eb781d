package dev.reader.client;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The threads of a simulation, and whether all of them wait. */
final class SimulatedThreads implements Closeable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ThreadGroup group = new ThreadGroup("simulation");
    private final RunnableThreads runnable = new RunnableThreads();

    /** Starts a thread; those that it starts belong to the simulation, too. */
    void start(String name, Runnable task) {
        Runnable known = () -> {
            runnable.add();
            task.run();
        };
        Thread thread = new Thread(group, known, "simulated-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Notes the current thread, so that it can be told when it was woken. */
    void note() {
        runnable.add();
    }

    List<Thread> alive() {
        Thread[] alive = new Thread[group.activeCount() + 8];
        return Arrays.asList(alive).subList(0, group.enumerate(alive));
    }

    List<String> names() {
        return alive().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("simulated") || name.startsWith("reader-client"))
                .toList();
    }

    boolean allWait() {
        List<Thread> alive = alive();
        return alive.stream().allMatch(thread -> waits(thread, alive)) && !runnable.any();
    }

    /** Whether it can be told of all threads whether they were woken. */
    boolean allAreNoted() {
        return alive().stream().filter(SimulatedThreads::isSimulated).allMatch(runnable::isKnown);
    }

    /** Whether a thread waits for others of the simulation, or for time; not for a lock of some other thread. */
    private static boolean waits(Thread thread, List<Thread> all) {
        Thread.State state = thread.getState();
        Object blocker = LockSupport.getBlocker(thread);
        if (state == Thread.State.BLOCKED || isLock(blocker)) {
            ThreadInfo info = THREADS.getThreadInfo(thread.getId());
            return info != null && all.stream().anyMatch(owner -> owner.getId() == info.getLockOwnerId());
        }
        boolean woken = blocker instanceof FutureTask<?> future && future.isDone();
        return !woken && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
    }

    private static boolean isLock(@Nullable Object blocker) {
        return blocker != null && blocker.getClass().getName().startsWith(ReentrantLock.class.getName());
    }

    /** Returns false for threads that libraries start from a simulation and that wait in real time. */
    private static boolean isSimulated(Thread thread) {
        String name = thread.getName();
        return name.startsWith("simulated") || (name.startsWith("reader-client") && !name.contains("interrupts"));
    }

    /** What each thread is at. */
    AssertionError failure(String what) {
        AssertionError failure = new AssertionError(what);
        for (Thread thread : alive()) {
            Throwable at = new Throwable(thread.getName() + " " + thread.getState());
            at.setStackTrace(thread.getStackTrace());
            failure.addSuppressed(at);
        }
        return failure;
    }

    @Override
    public void close() {
        group.interrupt();
        runnable.close();
    }
}
