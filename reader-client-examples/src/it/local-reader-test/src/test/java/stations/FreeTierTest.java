package stations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reader.client.ReaderClient;
import dev.reader.examples.local.Habit;
import dev.reader.examples.local.LocalReader;
import dev.reader.examples.local.LocalReaderExtension;
import dev.reader.examples.local.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FreeTierTest {
    @RegisterExtension
    static final LocalReaderExtension LOCAL =
            LocalReaderExtension.of(LocalReader.builder().tier(Tier.FREE).habit(Habit.NO_REPLAY));

    @Test
    void hasAThousandCredits(ReaderClient reader) {
        assertEquals(1_000, reader.getCredits().limit());
    }

    @Test
    void withoutTheExtension() {
        try (LocalReader local = LocalReader.start();
                ReaderClient reader = ReaderClient.builder()
                        .apiKey(local.apiKey())
                        .baseUrl(local.baseUrl())
                        .build()) {
            assertTrue(reader.scrape(local.siteUrl()).markdown().startsWith("# "));
        }
    }
}
