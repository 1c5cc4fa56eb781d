package consumer.micronaut;

import dev.reader.client.ReaderClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/** Makes the client, which Micronaut closes with the application. */
@Factory
class ReaderFactory {
    @Bean(preDestroy = "close")
    @Singleton
    ReaderClient reader(@Value("${reader.api-key}") String key) {
        return ReaderClient.create(key);
    }
}
