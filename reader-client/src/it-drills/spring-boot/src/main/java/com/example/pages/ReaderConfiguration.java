package com.example.pages;

import dev.reader.client.ReaderClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client as a bean. */
@Configuration(proxyBeanMethods = false)
class ReaderConfiguration {
    /** Spring closes the client, with its connections and threads, when the application ends. */
    @Bean
    ReaderClient readerClient(ReaderProperties settings, ObjectProvider<ReaderClientCustomizer> customizers) {
        ReaderClient.Builder builder = ReaderClient.builder()
                .apiKey(settings.apiKey())
                .baseUrl(settings.baseUrl())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
