package com.example.pages;

import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** Metrics and traces of the client. */
@Configuration(proxyBeanMethods = false)
class ReaderObservability {
    @Bean
    ReaderClientCustomizer observeReader(ReaderMeters meters, ObservationRegistry observations) {
        return client -> client.listener(meters)
                .callFactory(http -> observed(http, observations))
                .taskDecorator(new ContextPropagatingTaskDecorator()::decorate);
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
}
