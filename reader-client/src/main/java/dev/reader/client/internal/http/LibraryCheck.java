package dev.reader.client.internal.http;

import dev.reader.client.internal.http.Libraries.Sse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Checks once, when the first client is built, that the program's versions of OkHttp, Okio, Kotlin and Jackson work together.
 *
 * <p>Otherwise a call or a stream would fail later, with an error of the linker that names no remedy.
 */
public final class LibraryCheck {
    private static final Version MIN_OKHTTP = new Version(4, 12);
    private static final Version OKHTTP_5 = new Version(5, 0);
    private static final Version OKHTTP_ON_OKIO_SOCKETS = new Version(5, 2);
    private static final Version MIN_JACKSON = new Version(2, 15);

    private LibraryCheck() {}

    /** The result, found when this class is first used. */
    private static final class Result {
        private static final Libraries FOUND = Libraries.present();
        private static final @Nullable String PROBLEM = problem(FOUND);

        static {
            String warning = PROBLEM == null ? warning(FOUND) : null;
            if (warning != null) {
                LoggerFactory.getLogger("dev.reader.client.http").warn(warning);
            }
        }
    }

    /**
     * Refuses versions that do not work together; warns of those that work by the order of the jars.
     *
     * @throws IllegalStateException naming the versions, and the lines for the POM
     */
    public static void check() {
        if (Result.PROBLEM != null) {
            throw new IllegalStateException(Result.PROBLEM, Result.FOUND.jacksonFailure());
        }
    }

    /** Returns the reason why the client cannot work with these libraries, with the remedy, or null. */
    static @Nullable String problem(Libraries found) {
        Version okHttp = found.okHttp() == null ? new Version(3, 0) : Version.of(found.okHttp());
        if (okHttp.isBefore(MIN_OKHTTP)) {
            return refusal(
                    "OkHttp is too old: the Reader client needs 5.1.0, or at least 4.12.0", found, okHttpLines());
        }
        if (found.sse() == Sse.UNUSABLE) {
            return refusal("okhttp-sse is missing or does not match OkHttp", found, okHttpLines());
        }
        if (!found.okioSockets() && !okHttp.isBefore(OKHTTP_ON_OKIO_SOCKETS)) {
            return refusal("Okio is too old for OkHttp " + found.okHttp(), found, okioLines());
        }
        if (!found.kotlinEnums() && !okHttp.isBefore(OKHTTP_5)) {
            return refusal("kotlin-stdlib is too old: OkHttp 5 needs 1.8.22", found, kotlinLines());
        }
        if (Version.of(found.jacksonCore()).isBefore(MIN_JACKSON)
                || Version.of(found.jacksonDatabind()).isBefore(MIN_JACKSON)) {
            return refusal("Jackson is too old: the Reader client needs 2.15.0", found, jacksonLines());
        }
        if (found.jacksonFailure() != null) {
            String reason = "the parts of Jackson do not match (" + found.jacksonFailure() + ")";
            return refusal(reason, found, jacksonLines());
        }
        return null;
    }

    /** Returns a warning if the order of the jars decides which OkHttp is used, or null. */
    static @Nullable String warning(Libraries found) {
        if (found.okHttpJars().size() < 2) {
            return null;
        }
        return "two versions of OkHttp are present, and the order of the jars decides which one is used. "
                + remedy(found, okHttpLines());
    }

    private static String refusal(String reason, Libraries found, String lines) {
        return reason + ". " + remedy(found, lines);
    }

    private static String remedy(Libraries found, String lines) {
        return "Found: " + found + ".\nPut this into the POM, first in <dependencyManagement><dependencies>:\n" + lines;
    }

    private static String okHttpLines() {
        return bom("com.squareup.okhttp3", "okhttp-bom", "okhttp");
    }

    private static String okioLines() {
        return bom("com.squareup.okio", "okio-bom", "okio");
    }

    private static String kotlinLines() {
        return bom("org.jetbrains.kotlin", "kotlin-bom", "kotlin");
    }

    private static String jacksonLines() {
        return bom("com.fasterxml.jackson", "jackson-bom", "jackson");
    }

    private static String bom(String group, String artifact, String property) {
        return """
                <dependency>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                  <type>pom</type>
                  <scope>import</scope>
                </dependency>""".formatted(group, artifact, versionUsed(property));
    }

    /** Returns the version that this library was built with. */
    private static String versionUsed(String property) {
        Properties versions = new Properties();
        try (InputStream resource = LibraryCheck.class.getResourceAsStream("version.properties")) {
            if (resource != null) {
                versions.load(resource);
            }
        } catch (IOException e) {
            // The sentence without the version still tells the remedy.
        }
        return versions.getProperty(property, "(the latest)");
    }

    /** The first two numbers of a version; a suffix such as {@code -SNAPSHOT} does not matter. */
    record Version(int major, int minor) {

        static Version of(String text) {
            String[] numbers = text.split("[^0-9]+", 3);
            return numbers.length < 2 || numbers[0].isEmpty() || numbers[1].isEmpty()
                    ? new Version(Integer.MAX_VALUE, 0)
                    : new Version(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }

        boolean isBefore(Version other) {
            return major < other.major || (major == other.major && minor < other.minor);
        }
    }
}
