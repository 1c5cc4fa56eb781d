package dev.reader.examples.cli;

import dev.reader.client.ReaderClient;
import dev.reader.examples.Terminal;
import dev.reader.examples.TerminalText;
import dev.reader.examples.TextTable;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The environment and the streams of a command. Results go to {@code out}, everything else to {@code err}. Text from
 * pages and servers reaches a terminal only through {@link TerminalText}.
 *
 * @param environment supplies the key and the base URL. A key on the command line would be visible to everyone who can
 *     list processes
 * @param terminal the terminal of {@code out}
 */
record CliContext(
        Map<String, String> environment, InputStream in, PrintStream out, PrintStream err, Terminal terminal) {
    private static final String DEFAULT_URL = "https://api.reader.dev";

    /** Creates a client of the API that the environment selects. */
    ReaderClient connect() {
        String key = variable("READER_API_KEY");
        if (key == null) {
            key = variable("READER_KEY");
        }
        if (key == null) {
            throw new UsageException("""
                    READER_API_KEY is not set; set it to your API key. Without a key, try:
                      reader quickstart     runs the main workflow on a local Reader
                      reader serve-local    starts a local Reader, for all other commands""");
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

    /** Prints a message of one line to standard error. */
    void note(String text) {
        err.println(TerminalText.line(text));
    }

    /** Prints a document to standard output, with a line break at its end. A pipe or a file receives it unchanged. */
    void print(String document) {
        String shown = terminal.isAttached() ? TerminalText.document(document) : document;
        out.print(shown);
        if (!shown.endsWith("\n")) {
            out.print("\n");
        }
        out.flush();
    }

    /** Prints a line of fields to standard output, with tabs between them. */
    void printLine(String... fields) {
        out.print(Stream.of(fields).map(TerminalText::line).collect(Collectors.joining("\t")) + "\n");
        out.flush();
    }

    /** Prints rows to standard output: on a terminal as a table that fits it, otherwise with tabs and no header. */
    void printTable(List<TextTable.Column> columns, List<String[]> rows) {
        if (!terminal.isAttached()) {
            rows.forEach(this::printLine);
        } else if (!rows.isEmpty()) {
            TextTable table = new TextTable(columns.toArray(new TextTable.Column[0]));
            rows.forEach(table::add);
            table.lines(terminal.columns()).forEach(this::printLine);
        }
    }
}
