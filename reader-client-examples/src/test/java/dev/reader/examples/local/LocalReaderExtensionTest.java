package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.client.ReaderClient;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalReaderExtensionTest {

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @ExtendWith(LocalReaderExtension.class)
    class OnAClass {
        private LocalReader first;

        @BeforeAll
        void start(LocalReader local) {
            first = local;
        }

        @Test
        void testsShareOneLocalReader_itsUrl_andItsClient(ReaderClient reader, URI url, LocalReader local) {
            assertThat(local).isSameAs(first);
            assertThat(url).hasToString(local.baseUrl());
            assertThat(reader.scrape(local.siteUrl()).markdown()).startsWith("# ");
        }
    }

    @Nested
    class InAField {
        @RegisterExtension
        static final LocalReaderExtension LOCAL =
                LocalReaderExtension.of(LocalReader.builder().tier(Tier.FREE));

        @Test
        void theBuilderApplies(ReaderClient reader) {
            assertThat(reader.getCredits().tier()).isEqualTo("free");
        }
    }

    @Nested
    class OnAMethod {
        @Test
        @ExtendWith(LocalReaderExtension.class)
        void oneIsStartedForTheMethod(URI url) {
            assertThat(Api.send(HttpRequest.newBuilder(url.resolve("/v1/usage/credits"))
                                    .header("x-api-key", LocalReader.DEMO_KEY))
                            .status())
                    .isEqualTo(200);
        }
    }
}
