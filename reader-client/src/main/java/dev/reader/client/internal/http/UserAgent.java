package dev.reader.client.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The value of the header {@code User-Agent}. Repackaging, such as shading or a native image, may lose the resource with
 * the version; the value then has none.
 */
final class UserAgent {
    static final String VALUE = of(UserAgent.class.getResourceAsStream("version.properties"));

    private UserAgent() {}

    static String of(@Nullable InputStream properties) {
        String version = version(properties);
        return "reader-client-java" + (version == null ? "" : "/" + version) + " (Java "
                + Runtime.version().feature() + ")";
    }

    private static @Nullable String version(@Nullable InputStream resource) {
        if (resource == null) {
            return null;
        }
        Properties properties = new Properties();
        try (resource) {
            properties.load(resource);
        } catch (IOException e) {
            return null;
        }
        return properties.getProperty("version");
    }
}
