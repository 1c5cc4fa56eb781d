package com.example.pages;

import dev.reader.client.ReaderClient;
import dev.reader.client.webhook.ReaderWebhookServlet;
import dev.reader.client.webhook.WebhookReceiver;
import dev.reader.client.webhook.WebhookVerifier;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client and the receiver of webhooks, as beans. */
@Configuration(proxyBeanMethods = false)
class ReaderConfiguration {
    /** Spring closes the client, with its connections and threads, when the application ends. */
    @Bean
    ReaderClient readerClient(ReaderProperties settings, ReaderMeters meters, ObservationRegistry observations) {
        return ReaderClient.builder()
                .apiKey(settings.apiKey())
                .baseUrl(settings.baseUrl())
                .timeout(settings.timeout())
                .maxRetries(settings.maxRetries())
                .listener(meters)
                .callFactory(http -> observed(http, observations))
                .build();
    }

    /** Makes each request an observation, and passes the trace on to Reader. */
    private static Call.Factory observed(OkHttpClient http, ObservationRegistry observations) {
        return http.newBuilder()
                .addInterceptor(OkHttpObservationInterceptor.builder(observations, "reader.request")
                        .uriMapper(request -> template(request.url().encodedPath()))
                        .build())
                .build();
    }

    /** Replaces ids, so that the number of time series stays small. */
    static String template(String path) {
        return path.replaceFirst("^(.*/v1/(?:jobs|webhooks|sessions|api-keys))/[^/]+", "$1/{id}");
    }

    /** Verifies a delivery and handles it once, in one transaction with the effect. */
    @Bean
    WebhookReceiver webhookReceiver(ReaderProperties settings, TransactionalDeliveryLog log, JobEvents events) {
        return WebhookReceiver.builder(WebhookVerifier.of(settings.webhookSecret()))
                .deliveryLog(log)
                .build(events::handle);
    }

    /** Receives webhooks outside Spring MVC. {@link WebhookController} shows the other way; one of them is enough. */
    @Bean
    ServletRegistrationBean<ReaderWebhookServlet> webhookServlet(WebhookReceiver receiver) {
        return new ServletRegistrationBean<>(new ReaderWebhookServlet(receiver), "/hooks/reader-servlet");
    }
}
