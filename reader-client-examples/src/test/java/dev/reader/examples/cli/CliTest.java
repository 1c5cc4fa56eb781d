package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.Program;
import dev.reader.examples.Program.Result;
import dev.reader.examples.Terminal;
import dev.reader.examples.local.LocalReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program against a local Reader of the test. */
abstract class CliTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String KEY = "rdr_of_a_user";

    @TempDir
    Path folder;

    LocalReader local;

    @BeforeEach
    final void startReader() {
        local = settings(
                        LocalReader.builder().allowPrivateNetworks().apiKey(KEY).slowPageDelay(Duration.ZERO))
                .start();
    }

    @AfterEach
    final void stopReader() {
        local.close();
    }

    LocalReader.Builder settings(LocalReader.Builder builder) {
        return builder;
    }

    final Map<String, String> environment() {
        return new HashMap<>(Map.of("READER_API_KEY", KEY, "READER_API_URL", local.baseUrl()));
    }

    /** Runs the program in a process of its own, as its users do. */
    final Result process(String... arguments) {
        return new Program(ReaderCli.class, folder).run(environment(), arguments);
    }

    /** Runs the program in this process, which is faster. It uses the working directory of the tests. */
    final Result reader(String... arguments) {
        return readerWithInput("", arguments);
    }

    final Result readerWithInput(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CliContext context = new CliContext(
                environment(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.NONE);
        int exitCode = ReaderCli.execute(context, arguments);
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    final String page(String path) {
        return local.site().url(path);
    }

    /** Returns the output of a run, which must be a single JSON document. */
    static JsonNode json(Result result) {
        try {
            return JSON.readerFor(JsonNode.class)
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readValue(result.out());
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + result, e);
        }
    }

    static void assertExitCode(Result result, int exitCode) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.out() + result.err()).doesNotContain(KEY).doesNotContain("\tat ");
    }
}
