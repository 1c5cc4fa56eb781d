package dev.reader.examples.local.scrape;

import dev.reader.examples.local.Fault;
import dev.reader.examples.local.http.ApiException;
import dev.reader.examples.local.http.ErrorCode;
import dev.reader.examples.local.http.FaultSource;
import dev.reader.examples.local.http.UrlPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Fetches documents over HTTP, without a proxy. Follows redirects and checks each target against the {@link
 * UrlPolicy}, and each address when it is connected to.
 */
final class Fetcher {
    /** The number of bytes after which a body is cut, after decompression. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final String USER_AGENT = "LocalReader/1.0";

    private final OkHttpClient http;
    private final UrlPolicy policy;
    private final FaultSource faults;

    Fetcher(ExecutorService executor, UrlPolicy policy, FaultSource faults, Dns dns) {
        Dispatcher dispatcher = new Dispatcher(executor);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        this.http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .dns(dns)
                .proxy(Proxy.NO_PROXY)
                .socketFactory(new GuardedSockets(policy.addresses()))
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        this.policy = policy;
        this.faults = faults;
    }

    /**
     * Fetches a document, whatever its status.
     *
     * @throws ApiException {@code scrape_timeout}; {@code upstream_unavailable} if no server responds; {@code
     *     url_blocked} if the URL, a redirect or an address is blocked
     */
    FetchedDocument fetch(URI url, ScrapeDeadline deadline) throws InterruptedException {
        Fault slow = faults.take(Fault.Kind.SLOW_PAGE, url.getPath());
        if (slow != null) {
            Thread.sleep(Math.min(slow.number(), deadline.timeoutMillis()));
        }
        URI current = url;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            policy.check(current);
            FetchedDocument document = send(current, deadline);
            String location = document.location();
            if (!REDIRECTS.contains(document.status()) || location == null) {
                return document;
            }
            try {
                current = current.resolve(location);
            } catch (IllegalArgumentException e) {
                throw unavailable(current + " redirects to an invalid URL: " + location);
            }
        }
        throw unavailable(url + " redirects more than " + MAX_REDIRECTS + " times");
    }

    /** Releases the connections. The executor belongs to the caller. */
    void close() {
        http.dispatcher().cancelAll();
        http.connectionPool().evictAll();
    }

    private FetchedDocument send(URI url, ScrapeDeadline deadline) throws InterruptedException {
        HttpUrl httpUrl = HttpUrl.parse(url.toASCIIString());
        if (httpUrl == null) {
            throw unavailable("Can't fetch " + url + ": the URL is invalid");
        }
        Call call = http.newCall(new Request.Builder()
                .url(httpUrl)
                .header("User-Agent", USER_AGENT)
                .build());
        call.timeout().timeout(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<FetchedDocument> document = new CompletableFuture<>();
        call.enqueue(new Receiver(url, document));
        try {
            return document.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.exceeded("The page " + url);
        } catch (ExecutionException e) {
            if (deadline.isOver()) {
                throw deadline.exceeded("The page " + url);
            }
            throw failure(url, e.getCause());
        } finally {
            if (!document.isDone()) {
                call.cancel();
            }
        }
    }

    /** Reads the response on a thread of the executor. */
    private static final class Receiver implements Callback {
        private final URI url;
        private final CompletableFuture<FetchedDocument> document;

        Receiver(URI url, CompletableFuture<FetchedDocument> document) {
            this.url = url;
            this.document = document;
        }

        @Override
        public void onResponse(Call call, Response response) {
            try (response) {
                BufferedSource source = response.body().source();
                boolean cut = source.request(MAX_BODY_BYTES + 1L);
                byte[] body = cut ? source.readByteArray(MAX_BODY_BYTES) : source.readByteArray();
                String type = response.header("Content-Type");
                document.complete(new FetchedDocument(
                        url, response.code(), type == null ? "" : type, response.header("Location"), body, cut));
            } catch (IOException | RuntimeException e) {
                document.completeExceptionally(e);
            }
        }

        @Override
        public void onFailure(Call call, IOException failure) {
            document.completeExceptionally(failure);
        }
    }

    private static ApiException failure(URI url, @Nullable Throwable cause) {
        String refusal = cause == null ? null : refusal(cause);
        return refusal == null
                ? unavailable("Can't fetch " + url + ": " + reason(cause))
                : ApiException.blocked(url.toString(), refusal);
    }

    /** Returns why an address was refused, if one of the addresses of a name was. */
    private static @Nullable String refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GuardedSockets.RefusedAddressException) {
                return cause.getMessage();
            }
            for (Throwable suppressed : cause.getSuppressed()) {
                String refusal = refusal(suppressed);
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "unknown";
        }
        if (cause instanceof UnknownHostException) {
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
