package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The world as a command sees it. What was asked for goes to {@code out}, everything else to {@code err}.
 *
 * @param environment where the key and the base URL come from; a key on the command line could be read by anybody who
 *     lists processes
 */
record Context(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    private static final String DEFAULT_URL = "https://api.reader.dev";

    /** Makes a client of the API that the environment names. */
    ReaderClient connect() {
        String key = variable("READER_API_KEY");
        if (key == null) {
            key = variable("READER_KEY");
        }
        if (key == null) {
            throw new UsageException("READER_API_KEY is not set in the environment");
        }
        return ReaderClient.builder().apiKey(key).baseUrl(apiUrl()).build();
    }

    String apiUrl() {
        String url = variable("READER_API_URL");
        return url == null ? DEFAULT_URL : url;
    }

    /** A variable that is set to something. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Says something beside what was asked for. */
    void note(String text) {
        err.println(text);
    }

    /** Writes what was asked for, and a line end where it has none. */
    void print(String content) {
        out.print(content);
        if (!content.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }
}
