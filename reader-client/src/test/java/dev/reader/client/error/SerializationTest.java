package dev.reader.client.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.reader.client.internal.ExceptionContext;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Job;
import dev.reader.client.model.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each exception survives Java serialization with everything that it carries. */
class SerializationTest {
    private static final ErrorResponse RESPONSE = new ErrorResponse(
            429,
            "some_code",
            "slow down",
            json(
                    "{\"url\": \"https://a.example/\", \"issues\": [{\"path\": [\"urls\", 3], \"message\": \"no\"}], \"limit\": 7}"),
            "https://docs.example/",
            "req_1",
            "POST",
            "/v1/read",
            5,
            "{\"success\": false}",
            Duration.ofSeconds(7));

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return Json.read(json, type);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String json) {
        return read(json, new TypeReference<>() {});
    }

    private static Job job() {
        return read("""
                {"id": "job_1", "status": "failed", "mode": "batch", "total": 2, "completed": 1,
                 "createdAt": "2026-03-01T12:00:00Z", "error": "no reason", "later": {"a": [1, 2.5, null]},
                 "results": [{"url": "https://a.example/", "markdown": "# A", "proxyMode": "premium", "extracted": {"n": 1},
                  "metadata": {"title": "A", "duration": 12, "scrapedAt": "2026-03-01T12:00:00Z",
                   "extraction": {"extractionError": "none"}, "later": true}}]}""", new TypeReference<>() {});
    }

    static Stream<ReaderException> exceptions() {
        IOException cause = new SocketTimeoutException("timeout");
        return Stream.of(
                new ReaderException("failed", cause),
                new ReaderConnectionException("failed", cause, true, "key"),
                new ReaderInterruptedException("interrupted", new InterruptedException()),
                new ReaderProtocolException("not JSON", cause),
                new StreamBrokenException("job_1", 3, cause),
                new JobFailedException(job()),
                new WaitTimeoutException("job_1", Duration.ofMinutes(1), job(), new RateLimitedException(RESPONSE)),
                new WebhookVerificationException(WebhookVerificationException.Reason.TOO_OLD, "old", cause),
                new ReaderApiException(RESPONSE),
                new InvalidRequestException(RESPONSE),
                new UnauthenticatedException(RESPONSE),
                new InsufficientCreditsException(RESPONSE),
                new UrlBlockedException(RESPONSE),
                new NotFoundException(RESPONSE),
                new SessionNotFoundException(RESPONSE),
                new SessionExpiredException(RESPONSE),
                new ConflictException(RESPONSE),
                new RateLimitedException(RESPONSE),
                new ConcurrencyLimitedException(RESPONSE),
                new InternalServerException(RESPONSE),
                new UpstreamUnavailableException(RESPONSE),
                new ScrapeTimeoutException(RESPONSE));
    }

    private static <T> T copy(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** What the accessors of an exception return, by their names. */
    private static Map<String, Object> facts(ReaderException exception) throws ReflectiveOperationException {
        Map<String, Object> facts = new TreeMap<>();
        for (Method method : exception.getClass().getMethods()) {
            boolean accessor = method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass().getPackage().equals(ReaderException.class.getPackage());
            if (accessor) {
                facts.put(method.getName(), method.invoke(exception));
            }
        }
        return facts;
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void exception_survivesSerializationWithItsFields(ReaderException exception) throws Exception {
        ExceptionContext.withIdempotencyKey(exception, "order-17");
        ExceptionContext.withJobId(exception, "job_1");

        ReaderException copy = copy(exception);

        assertThat(copy).isExactlyInstanceOf(exception.getClass()).hasMessage(exception.getMessage());
        assertThat(facts(copy))
                .isEqualTo(facts(exception))
                .containsEntry("jobId", "job_1")
                .containsKey("idempotencyKey");
        if (exception.getCause() != null) {
            assertThat(copy.getCause())
                    .isExactlyInstanceOf(exception.getCause().getClass())
                    .hasMessage(exception.getCause().getMessage());
        }
    }

    @Test
    void everyExceptionOfThePackage_isCovered() throws Exception {
        URI classes = ReaderException.class.getResource("ReaderException.class").toURI();
        Set<String> names;
        try (Stream<Path> files = Files.list(Path.of(classes).getParent())) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Exception.class"))
                    .map(name -> name.replace(".class", ""))
                    .collect(Collectors.toSet());
        }

        assertThat(exceptions().map(exception -> exception.getClass().getSimpleName()))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void failedBindingOfAnExtraction_survivesSerialization() {
        Page page = read(
                "{\"url\": \"https://a.example/\", \"extracted\": {\"size\": \"large\"}}", new TypeReference<>() {});
        record Product(int size) {}

        ReaderProtocolException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                ReaderProtocolException.class, () -> page.extractedAs(Product.class));

        assertThat(copy(failure)).hasMessage(failure.getMessage());
    }

    @Test
    void details_areTheSameTree() {
        ReaderApiException copy = copy(new ReaderApiException(RESPONSE));

        assertThat(copy.details()).isEqualTo(RESPONSE.details());
        assertThat(copy.details().path("url")).isEqualTo(TextNode.valueOf("https://a.example/"));
        assertThat(Arrays.asList(copy.retryAfter(), copy.attempts())).containsExactly(Duration.ofSeconds(7), 5);
    }
}
