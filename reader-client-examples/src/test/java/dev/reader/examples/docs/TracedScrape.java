package dev.reader.examples.docs;

import dev.reader.client.ReaderClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.instrumentation.okhttp.v3_0.OkHttpTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Scrapes a page with a span for each request, which it logs. Takes the API's URL, a key and the page. */
public final class TracedScrape {
    private TracedScrape() {}

    public static void main(String[] args) {
        try (OpenTelemetrySdk telemetry = telemetry(LoggingSpanExporter.create());
                ReaderClient reader = reader(args[0], args[1], telemetry)) {
            System.out.println(reader.scrape(args[2]).markdown());
        }
    }

    static ReaderClient reader(String baseUrl, String key, OpenTelemetry telemetry) {
        return ReaderClient.builder()
                .baseUrl(baseUrl)
                .apiKey(key)
                .callFactory(OkHttpTelemetry.create(telemetry)::createCallFactory)
                .taskDecorator(task -> Context.current().wrap(task))
                .build();
    }

    static OpenTelemetrySdk telemetry(SpanExporter exporter) {
        SdkTracerProvider tracer = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        return OpenTelemetrySdk.builder()
                .setTracerProvider(tracer)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }
}
