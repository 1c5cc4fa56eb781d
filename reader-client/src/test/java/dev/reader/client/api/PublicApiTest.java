package dev.reader.client.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds the public API against {@code reader-client/api.txt}, so that a change to it is seen in review. */
class PublicApiTest {
    private static final Path FILE = Path.of("api.txt");
    private static final String HEADER = """
            # Every public type and member of the library. Generated; the build compares it with the code.
            # A line that goes away or changes may break whoever uses it. To write it anew:
            #   ./mvnw -q -pl reader-client -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.update

            """;

    @Test
    void thePublicApiIsTheOneThatIsWrittenDown() throws Exception {
        String now = HEADER + PublicApi.describe();
        if (System.getProperty("api.update") != null) {
            Files.writeString(FILE, now);
        }

        assertThat(now)
                .as("the public API and reader-client/api.txt, which says at its top how to write it anew")
                .isEqualTo(Files.readString(FILE));
    }
}
