package dev.reader.examples.docs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.client.Description;
import dev.reader.client.Extraction;
import dev.reader.client.ReaderClient;
import dev.reader.client.ScrapeRequest;
import dev.reader.client.model.Page;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The snippets of docs/extraction.md. */
public final class StructuredExtraction {
    private StructuredExtraction() {}

    /** A station of the sample site. */
    public record Station(
            String name,
            @Description("who looks after it") @Nullable String keeper,
            @Nullable Position geo,
            @Nullable List<Constituent> constituents,
            @Nullable LocalDate since) {}

    /** Where a station is. */
    public record Position(
            @Nullable Double latitude, @Nullable Double longitude) {}

    /** A part of its tide. */
    public record Constituent(
            String name,
            @JsonProperty("Amplitude (m)") @Nullable BigDecimal amplitude) {}

    /** Extracts a record. */
    public static @Nullable Station intoARecord(ReaderClient reader, String url) {
        Page page =
                reader.scrape(ScrapeRequest.builder(url).extract(Station.class).build());
        Station station = page.extractedAs(Station.class);
        return station;
    }

    static @Nullable JsonNode otherwise(ReaderClient reader, String url) {
        Extraction bySchema = Extraction.ofSchema("""
                {"type": "object", "properties": {"keeper": {"type": ["string", "null"]}}}""");
        Extraction byFields = Extraction.ofFields(Map.of("keeper", "string", "height", "number"));
        Extraction byPrompt = Extraction.ofPrompt("Who is the keeper?");
        Extraction byBoth = byFields.withPrompt("heights in metres");
        reader.scrape(ScrapeRequest.builder(url).extract(bySchema).build());
        reader.scrape(ScrapeRequest.builder(url).extract(byPrompt).build());
        JsonNode extracted = reader.scrape(
                        ScrapeRequest.builder(url).extract(byBoth).build())
                .extracted();
        return extracted;
    }

    static void failed(Page page) {
        if (page.extractionError() != null) {
            System.err.println("nothing extracted from " + page.url() + ": " + page.extractionError());
        }
    }
}
