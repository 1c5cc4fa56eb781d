package dev.reader.examples.desk;

import dev.reader.examples.desk.web.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Derives every secret of the desk from one, so that all instances of a cluster have the same ones and none of them is in
 * the database: the webhook's secret, the key of the signed links, the key of the forms.
 */
final class DeskSecrets {
    private static final int BYTES = 32;
    private static final int FINGERPRINT_LENGTH = 8;

    private final Tokens tokens;

    DeskSecrets(String secret) {
        tokens = new Tokens(secret.getBytes(StandardCharsets.UTF_8));
    }

    String webhookSecret() {
        return tokens.sign("webhook");
    }

    /** Tells secrets apart without telling them. */
    String fingerprint() {
        return tokens.sign("fingerprint")
                .substring(0, FINGERPRINT_LENGTH)
                .replace('-', 'x')
                .replace('_', 'y');
    }

    Tokens forForms() {
        return new Tokens(tokens.sign("forms").getBytes(StandardCharsets.UTF_8));
    }

    Tokens forLinks() {
        return new Tokens(tokens.sign("links").getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the secret in a file that only the owner can read; creates it at first. */
    static String inFile(Path file) {
        try {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            try {
                Path parent = file.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(
                        file,
                        HexFormat.of().formatHex(random),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE);
                if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret of the desk can't be kept in " + file, e);
        }
    }
}
