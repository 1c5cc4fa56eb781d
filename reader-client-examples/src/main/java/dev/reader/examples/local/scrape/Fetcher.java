package dev.reader.examples.local.scrape;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.UrlPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches documents over HTTP. Follows redirects and checks each target against the {@link UrlPolicy}. */
final class Fetcher {
    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String USER_AGENT = "LocalReader/1.0";

    private final HttpClient http;
    private final UrlPolicy policy;
    private final FaultSource faults;

    Fetcher(Executor executor, UrlPolicy policy, FaultSource faults) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
        this.policy = policy;
        this.faults = faults;
    }

    /**
     * Fetches a document, whatever its status.
     *
     * @param deadline the time limit, as a value of {@link System#nanoTime}
     * @param timeout the total time limit, for the error message
     * @throws ApiException {@code scrape_timeout}; {@code upstream_unavailable} if no server responds; {@code
     *     url_blocked} if a redirect leads to a blocked URL
     */
    FetchedDocument fetch(URI url, long deadline, Duration timeout) throws InterruptedException {
        Fault slow = faults.take(Fault.Kind.SLOW_PAGE, url.getPath());
        if (slow != null) {
            Thread.sleep(Math.min(slow.number(), timeout.toMillis()));
        }
        URI current = url;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            policy.check(current);
            HttpResponse<byte[]> response = send(current, deadline, timeout);
            String location = response.headers().firstValue("location").orElse("");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                String contentType =
                        response.headers().firstValue("content-type").orElse("");
                return new FetchedDocument(current, response.statusCode(), contentType, response.body());
            }
            try {
                current = current.resolve(location);
            } catch (IllegalArgumentException e) {
                throw unavailable(current + " redirects to an invalid URL: " + location);
            }
        }
        throw unavailable(url + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private HttpResponse<byte[]> send(URI url, long deadline, Duration timeout) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url).header("User-Agent", USER_AGENT).build();
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return response.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw ApiException.timeout(
                    timeout.toMillis(), "The page took longer than " + timeout.toMillis() + " ms: " + url);
        } catch (ExecutionException e) {
            throw unavailable("Can't fetch " + url + ": " + reason(e.getCause()));
        } finally {
            response.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        if (cause instanceof ConnectException && cause.getCause() instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (cause instanceof ConnectException) {
            return "connection refused";
        }
        String message = cause instanceof IOException ? cause.getMessage() : null;
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static ApiException unavailable(String message) {
        return new ApiException(ErrorCode.UPSTREAM_UNAVAILABLE, message);
    }
}
