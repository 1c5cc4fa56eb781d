package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment and the streams of a command. Results go to {@code out}, everything else to {@code err}.
 *
 * @param environment supplies the key and the base URL. A key on the command line would be visible to everyone who can
 *     list processes
 */
record CliContext(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    private static final String DEFAULT_URL = "https://api.reader.dev";

    /** Creates a client of the API that the environment selects. */
    ReaderClient connect() {
        String key = variable("READER_API_KEY");
        if (key == null) {
            key = variable("READER_KEY");
        }
        if (key == null) {
            throw new UsageException("READER_API_KEY is not set; set it to your API key");
        }
        return ReaderClient.builder().apiKey(key).baseUrl(apiUrl()).build();
    }

    String apiUrl() {
        String url = variable("READER_API_URL");
        return url == null ? DEFAULT_URL : url;
    }

    /** Returns the value of a variable; null if it is unset or blank. */
    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Prints a message to standard error. */
    void note(String text) {
        err.println(text);
    }

    /** Prints a result to standard output, with a line break at its end. */
    void print(String content) {
        out.print(content);
        if (!content.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }
}
