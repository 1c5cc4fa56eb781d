package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the public API with {@code reader-client/api.txt}, so that reviews show every change to it. */
class PublicApiTest {
    private static final Path FILE = Path.of("api.txt");
    private static final String HEADER = """
            # Every public type and member of the library. Generated; the build compares it with the code.
            # Removing or changing a line may break users. To regenerate the file:
            #   ./mvnw -q -pl reader-client -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.update

            """;

    @Test
    void publicApi_matchesApiTxt() throws Exception {
        String now = HEADER + PublicApi.describe();
        if (System.getProperty("api.update") != null) {
            Files.writeString(FILE, now);
        }

        assertThat(now)
                .as("the public API differs from reader-client/api.txt; its header explains how to regenerate it")
                .isEqualTo(Files.readString(FILE));
    }
}
