package dev.reader.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Messages that name a file and the reason why it can't be read or written. */
public final class FileErrors {
    private FileErrors() {}

    /** An operation on a file. */
    @FunctionalInterface
    public interface Operation<T> {
        /** Runs the operation. */
        T run() throws IOException;
    }

    /** Runs an operation on a file, and throws an exception with a message such as {@code a.txt: no such file}. */
    public static <T> T on(Path file, Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (UncheckedIOException e) {
            throw named(file, e.getCause());
        } catch (IOException e) {
            throw named(file, e);
        }
    }

    /** Runs an operation on a file, and throws an exception with the reason alone, such as {@code no such file}. */
    public static <T> T plain(Operation<T> operation) throws IOException {
        try {
            return operation.run();
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
    }

    /** Checks that a file can be written, before the work for its content is done. */
    public static void checkWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder");
        }
        if (Files.exists(file)) {
            if (!Files.isWritable(file)) {
                throw new IOException(file + ": permission denied");
            }
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(file + ": no such folder: " + (file.getParent() == null ? folder : file.getParent()));
        }
        if (folder != null) {
            on(file, () -> probe(folder));
        }
    }

    /** Creates a folder if it does not exist, and checks that files can be created in it. */
    public static void prepareFolder(Path folder) throws IOException {
        on(folder, () -> probe(Files.createDirectories(folder)));
    }

    private static boolean probe(Path folder) throws IOException {
        return Files.deleteIfExists(Files.createTempFile(folder, ".reader", null));
    }

    private static IOException named(Path file, @Nullable IOException cause) {
        return new IOException(file + ": " + reason(cause), cause);
    }

    /** Returns the reason of a failure in the words of a user. */
    public static String reason(UncheckedIOException failure) {
        return reason(failure.getCause());
    }

    static String reason(@Nullable IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (failure instanceof CharacterCodingException) {
            return "not UTF-8 text";
        }
        String message = null;
        if (failure != null) {
            message = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        }
        if (message == null) {
            return "can't be read or written";
        }
        return switch (message) {
            case "Is a directory" -> "is a folder";
            case "Not a directory" -> "not a folder";
            default -> message;
        };
    }
}
