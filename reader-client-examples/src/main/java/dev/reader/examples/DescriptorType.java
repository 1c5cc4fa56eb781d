package dev.reader.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kind of file behind a file descriptor of this process. */
enum DescriptorType {
    PIPE_OR_SOCKET,
    /** A terminal, or a device such as {@code /dev/null}. */
    CHARACTER_DEVICE,
    /** A file, or unknown: not every operating system tells. */
    OTHER;

    private static final int TYPE_BITS = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;
    private static final int CHARACTERS = 0020000;

    static DescriptorType of(int descriptor) {
        try {
            int mode = (int) Files.getAttribute(Path.of("/dev/fd/" + descriptor), "unix:mode");
            return switch (mode & TYPE_BITS) {
                case PIPE, SOCKET -> PIPE_OR_SOCKET;
                case CHARACTERS -> CHARACTER_DEVICE;
                default -> OTHER;
            };
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return OTHER;
        }
    }
}
