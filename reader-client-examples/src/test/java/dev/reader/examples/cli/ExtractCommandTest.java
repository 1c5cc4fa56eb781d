package dev.reader.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.Program.Result;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

final class ExtractCommandTest extends CliTest {

    @Test
    void byFields() {
        Result result = process(
                "extract", page("/stations/kirkhaven.html"), "--field", "keeper=string", "--field", "height=number");

        assertExitCode(result, 0);
        assertThat(json(result).path("keeper").textValue()).isEqualTo("Kirkhaven Boat Club");
        assertThat(json(result).path("height").isNull()).isTrue();
        assertThat(result.err()).isEmpty();
    }

    @Test
    void byASchemaFile_andAPrompt() throws Exception {
        Files.writeString(folder.resolve("station.json"), """
                {"type": "object", "properties": {"constituents": {"type": "array", "items": {"type": "object",
                 "properties": {"name": {"type": "string"}, "Amplitude (m)": {"type": "number"}}}}}}""");

        Result result = reader(
                "extract",
                page("/stations/kirkhaven.html"),
                "--schema",
                folder.resolve("station.json").toString(),
                "--prompt",
                "the tides",
                "--json");

        assertExitCode(result, 0);
        assertThat(json(result).at("/extracted/constituents/0").toString())
                .isEqualTo("{\"name\":\"M2\",\"Amplitude (m)\":1.487}");
        assertThat(json(result).path("credits").intValue()).isEqualTo(1);
    }

    @Test
    void byAPromptAlone() {
        Result result = reader("extract", page("/stations/kirkhaven.html"), "--prompt", "Who is the keeper?");

        assertExitCode(result, 0);
        assertThat(result.out()).contains("Kirkhaven Boat Club");
    }

    @Test
    void failedExtraction_ofASuccessfulPage() {
        Result result = reader("extract", page("/stations/kirkhaven.html"), "--prompt", "zzz");

        assertExitCode(result, 3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("Failed: " + page("/stations/kirkhaven.html") + ": ");
    }

    @Test
    void nothingToExtract_orConflictingOptions() {
        Result nothing = reader("extract", page("/"));
        Result both = reader("extract", page("/"), "--field", "a=string", "--schema", "a.json");

        assertExitCode(nothing, 2);
        assertThat(nothing.err()).contains("--schema, --field or --prompt");
        assertExitCode(both, 2);
        assertThat(both.err()).contains("can't be combined");
    }
}
