package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    @Test
    void closeEndsEveryThread_evenDuringAJob() throws Exception {
        try (TestSite site = new TestSite()) {
            LocalReader reader = LocalReader.builder().allowPrivateNetworks().start();
            String url = reader.baseUrl();
            new Api(reader).job(Api.batch(site.url("/held/1"), site.url("/held/2")));
            site.awaitHeld(2);
            List<Thread> threads = threads();
            assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);

            reader.close();
            reader.close();

            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(10).toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
            assertThatThrownBy(() -> Api.trySend(HttpRequest.newBuilder(URI.create(url))))
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("local-reader"))
                .toList();
    }

    @Test
    void builderRejectsInvalidValues() {
        LocalReader.Builder builder = LocalReader.builder().allowPrivateNetworks();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(65_536))
                .withMessageContaining("65536");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.sitePort(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.credits(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.apiKey(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.slowPageDelay(Duration.ofMillis(-1)));
    }
}
