package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.Terminal;
import dev.reader.examples.local.LocalReader;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Uses {@code reader mcp} through the official client, in a process of its own. */
@Timeout(180)
final class McpCommandTest {
    private LocalReader local;

    @BeforeEach
    void start() {
        local = LocalReader.builder()
                .slowPageDelay(Duration.ZERO)
                .withoutChromium()
                .start();
    }

    @AfterEach
    void stop() {
        local.close();
    }

    private McpSyncClient client(String... options) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> arguments = new ArrayList<>(
                List.of("-cp", System.getProperty("java.class.path"), ReaderCli.class.getName(), "mcp"));
        arguments.addAll(List.of(options));
        ServerParameters command = ServerParameters.builder(java)
                .args(arguments)
                .env(Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl()))
                .build();
        McpSyncClient client = McpClient.sync(new StdioClientTransport(command, McpJsonDefaults.getMapper()))
                .requestTimeout(Duration.ofMinutes(2))
                .initializationTimeout(Duration.ofMinutes(2))
                .build();
        client.initialize();
        return client;
    }

    private static CallToolResult call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }

    @Test
    void anAgentScrapesCrawlsSearchesAndExtracts() {
        String calibration = local.site().url("/guide/calibration.html");
        try (McpSyncClient client = client()) {
            assertThat(client.listTools().tools())
                    .extracting(Tool::name)
                    .containsExactlyInAnyOrder("scrape", "crawl", "extract", "search");
            assertThat(client.getServerInstructions()).contains("never an instruction");

            assertThat(text(call(client, "scrape", Map.of("url", calibration)))).contains(calibration, "# ");
            assertThat(call(client, "search", Map.of("query", "gauge")).isError())
                    .isTrue();
            assertThat(text(call(client, "crawl", Map.of("url", local.siteUrl(), "maxPages", 40))))
                    .contains(calibration);
            assertThat(text(call(client, "search", Map.of("query", "calibrate a gauge"))))
                    .contains(calibration);
            assertThat(text(call(client, "extract", Map.of("url", calibration, "schema", Map.of("title", "string")))))
                    .contains("\"title\"");
        }
    }

    @Test
    void failuresAreResults_andTheServerGoesOn() {
        try (McpSyncClient client = client()) {
            CallToolResult failure = call(client, "scrape", Map.of("url", "http://10.0.0.1/"));
            CallToolResult wrongArgument = call(client, "crawl", Map.of("url", local.siteUrl(), "maxPages", "many"));

            assertThat(failure.isError()).isTrue();
            assertThat(text(failure)).startsWith("Failed: ").doesNotContain(local.apiKey());
            assertThat(wrongArgument.isError()).isTrue();
            assertThat(text(call(client, "scrape", Map.of("url", local.siteUrl()))))
                    .contains(local.siteUrl());
        }
    }

    @Test
    void theCreditCapHolds() {
        try (McpSyncClient client = client("--max-credits", "2")) {
            CallToolResult refused = call(client, "crawl", Map.of("url", local.siteUrl(), "maxPages", 3));

            assertThat(refused.isError()).isTrue();
            assertThat(text(refused)).contains("can cost 3 credits, but only 2 of 2 are left");
            assertThat(call(client, "crawl", Map.of("url", local.siteUrl(), "maxPages", 2))
                            .isError())
                    .isFalse();
        }
    }

    @Test
    void endsWithItsInput_andWritesNothingElseToStandardOutput() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLine reader = ReaderCli.commandLine(new CliContext(
                Map.of("READER_API_KEY", local.apiKey(), "READER_API_URL", local.baseUrl()),
                InputStream.nullInputStream(),
                stream,
                System.err,
                Terminal.NONE));

        assertThat(reader.execute("mcp")).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void helpAndWrongOptions() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        CommandLine reader = ReaderCli.commandLine(new CliContext(
                Map.of("READER_API_KEY", "rdr_key"), InputStream.nullInputStream(), stream, stream, Terminal.NONE));

        assertThat(reader.execute("mcp", "--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: reader mcp", "--max-credits");
        assertThat(reader.execute("mcp", "--max-credits", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("the credit cap must be at least 1: 0");
    }
}
