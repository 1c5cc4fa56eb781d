package dev.reader.examples;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Standard output in UTF-8, whose failures are exceptions. {@link System#out} only sets a flag when a disk is full or a
 * pipe is closed, and the program goes on as if it had written its results.
 */
public final class StandardOutput extends OutputStream {

    private static final int FAILED = 1;
    /** The exit code of a shell for a program that a closed pipe ended: 128 and the number of the signal. */
    private static final int SIGPIPE = 141;

    private final OutputStream target = new FileOutputStream(FileDescriptor.out);
    private volatile @Nullable OutputException failure;

    private StandardOutput() {}

    /** A program that writes to standard output and returns its exit code. */
    @FunctionalInterface
    public interface Program<E extends Exception> {
        /** Runs the program. */
        int run(PrintStream out) throws E;
    }

    /**
     * Runs a program and returns its exit code: 141, without a message, if the output is a pipe that was closed, and 1
     * if it can't be written for another reason.
     */
    public static <E extends Exception> int run(Program<E> program) throws E {
        PrintStream out = open();
        try {
            int exitCode = program.run(out);
            out.flush();
            return exitCode;
        } catch (OutputException e) {
            if (e.readerGone()) {
                return SIGPIPE;
            }
            System.err.println("Failed: " + e.getMessage());
            return FAILED;
        }
    }

    /**
     * Opens standard output. The stream is buffered: flush it after each unit of output. Its methods throw an {@link
     * OutputException} if the output can't be written.
     */
    private static PrintStream open() {
        return new PrintStream(new BufferedOutputStream(new StandardOutput()), false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            // a write to a pipe fails only if its other end is closed; the message depends on the locale
            failure = new OutputException(e, DescriptorType.of(1) == DescriptorType.PIPE_OR_SOCKET);
            throw failure;
        }
    }

    /** Throws the failure of an earlier write again, in case that it was caught. */
    @Override
    public void flush() {
        OutputException earlier = failure;
        if (earlier != null) {
            throw earlier;
        }
    }
}
