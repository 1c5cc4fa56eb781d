package consumer.quarkus;

import dev.reader.client.ReaderClient;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the client. It is a singleton, because an application-scoped bean needs a proxy and the class is final. */
class ReaderProducer {
    @Produces
    @Singleton
    ReaderClient reader(@ConfigProperty(name = "reader.api-key") String key) {
        return ReaderClient.create(key);
    }

    void close(@Disposes ReaderClient reader) {
        reader.close();
    }
}
