package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LocalReaderMainTest {
    private final StringWriter err = new StringWriter();
    private final StringWriter out = new StringWriter();

    private int run(String... args) {
        CommandLine commandLine = LocalReaderMain.commandLine();
        return commandLine
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(out))
                .execute(args);
    }

    @ParameterizedTest
    @CsvSource({
        "--tier=gold, free",
        "--port=x, x",
        "--port=70000, 70000",
        "--fault=cut:5, cut-stream",
        "--credits=-1, -1",
        "--slow-page=-1, delay",
        "--nonsense, nonsense",
    })
    void explainsWrongUsage(String arg, String hint) {
        assertThat(run(arg)).isEqualTo(2);
        assertThat(err.toString()).contains(hint);
    }

    @Test
    void helpListsOptionsTiersAndFaults() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("--port", "--site-port", "--tier", "free, pro, business, enterprise, none", "cut-stream");
    }

    @Test
    void portInUseIsAnErrorInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--port=" + taken.getLocalPort(), "--site-port=0")).isEqualTo(1);
            assertThat(err.toString()).contains("can't start", Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void runsAsAProgram_andPrintsACurlCommand() throws Exception {
        List<String> command = JavaCommand.of(
                LocalReaderMain.class, "--port=0", "--site-port=0", "--tier=free", "--fault=server-error");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Matcher curl = curlLine(lines);
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(curl.group("url")))
                    .header("x-api-key", curl.group("key"))
                    .POST(BodyPublishers.ofString(curl.group("body")));

            assertThat(Api.send(request).status()).isEqualTo(500);
            assertThat(Api.send(request).data().path("markdown").asText()).startsWith("# Tide prediction");
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Matcher curlLine(BufferedReader lines) throws IOException {
        Pattern pattern = Pattern.compile(
                "curl -s (?<url>\\S+) -H 'x-api-key: (?<key>\\S+)' -H 'content-type: .*' -d '(?<body>.*)'");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher matcher = pattern.matcher(line.strip());
            if (matcher.matches()) {
                return matcher;
            }
        }
        throw new AssertionError("no curl command in the output");
    }
}
