package dev.reader.examples.local.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reader.examples.local.LocalReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads the frames of a stream as text. */
final class RawStream implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final BufferedReader lines;

    RawStream(LocalReader reader, String path, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(reader.baseUrl() + path))
                .timeout(Duration.ofSeconds(20))
                .header("x-api-key", reader.apiKey());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Returns the next frame without the blank line after it; null at the end of the stream. */
    String frame() throws IOException {
        StringBuilder frame = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return frame.toString();
            }
            frame.append(line).append('\n');
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
