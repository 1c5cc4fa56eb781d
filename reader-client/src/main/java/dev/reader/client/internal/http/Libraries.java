package dev.reader.client.internal.http;

import com.fasterxml.jackson.core.Version;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import dev.reader.client.internal.json.Json;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.OkHttp;
import okhttp3.OkHttpClient;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;

/**
 * The versions of OkHttp, Okio, Kotlin and Jackson that a program runs with. A BOM or an earlier dependency may have replaced the
 * ones that this library declares.
 *
 * @param okHttp the version of OkHttp, or null if it is older than 4
 * @param okHttpJars the jars that contain OkHttp; the first one is used
 * @param sse the parser of events that is present
 * @param okioSockets whether Okio has the sockets that OkHttp needs from 5.2 on
 * @param kotlinEnums whether kotlin-stdlib has the classes for enums that OkHttp 5 needs
 * @param jacksonFailure the reason why the parts of Jackson do not work together, or null
 */
record Libraries(
        @Nullable String okHttp,
        List<String> okHttpJars,
        Sse sse,
        boolean okioSockets,
        boolean kotlinEnums,
        String jacksonCore,
        String jacksonDatabind,
        @Nullable Throwable jacksonFailure) {

    /** The kinds of okhttp-sse. */
    enum Sse {
        /** The module is absent, or incomplete without OkHttp 4. */
        UNUSABLE,
        VERSION_4,
        VERSION_5
    }

    Libraries {
        okHttpJars = List.copyOf(okHttpJars);
    }

    static Libraries present() {
        Version core = com.fasterxml.jackson.core.json.PackageVersion.VERSION;
        return new Libraries(
                okHttpVersion(),
                okHttpLocations(),
                sseVersion(),
                exists("okio.Socket"),
                exists("kotlin.enums.EnumEntriesKt"),
                core.toString(),
                PackageVersion.VERSION.toString(),
                failureOfJackson());
    }

    private static @Nullable String okHttpVersion() {
        if (!Objects.equals(location(OkHttp.class), location(OkHttpClient.class))) {
            // OkHttp 3 has no such class; a later version follows it on the class path.
            return null;
        }
        try {
            // The compiler would copy the constant.
            return String.valueOf(OkHttp.class.getField("VERSION").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static @Nullable URL location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation();
    }

    private static List<String> okHttpLocations() {
        ClassLoader loader = OkHttpClient.class.getClassLoader();
        String resource = "okhttp3/OkHttpClient.class";
        try {
            return Collections.list(loader.getResources(resource)).stream()
                    .map(URL::toString)
                    .map(url -> url.substring(0, url.length() - resource.length()))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Sse sseVersion() {
        try {
            EventSources.class.getMethod("createFactory", Call.Factory.class);
            return Sse.VERSION_5;
        } catch (NoSuchMethodException e) {
            return exists("okhttp3.internal.Util") ? Sse.VERSION_4 : Sse.UNUSABLE;
        } catch (LinkageError e) {
            return Sse.UNUSABLE;
        }
    }

    private static @Nullable Throwable failureOfJackson() {
        try {
            Class.forName(Json.class.getName());
            return null;
        } catch (ClassNotFoundException | LinkageError e) {
            return e;
        }
    }

    private static String kotlinVersion() {
        try {
            return String.valueOf(
                    Class.forName("kotlin.KotlinVersion").getField("CURRENT").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            return "unknown";
        }
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, Libraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OkHttp " + (okHttp == null ? "3 or older" : okHttp) + " in " + String.join(" and ", okHttpJars)
                + "; okhttp-sse " + sseText() + "; jackson-core " + jacksonCore + "; jackson-databind "
                + jacksonDatabind + "; kotlin-stdlib " + kotlinVersion();
    }

    private String sseText() {
        return switch (sse) {
            case UNUSABLE -> "missing, or 4 without OkHttp 4";
            case VERSION_4 -> "4";
            case VERSION_5 -> "5";
        };
    }
}
