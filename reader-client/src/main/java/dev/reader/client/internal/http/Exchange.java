package dev.reader.client.internal.http;

import dev.reader.client.error.ReaderConnectionException;
import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderInterruptedException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.NetworkGuard.Trace;
import dev.reader.client.internal.http.Outcome.Failure;
import dev.reader.client.internal.http.Outcome.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/** Sends a request once, and says what became of it. */
final class Exchange {
    private static final MediaType JSON = MediaType.get("application/json");

    private final ClientResources resources;
    private final Settings settings;

    Exchange(ClientResources resources, Settings settings) {
        this.resources = resources;
        this.settings = settings;
    }

    /** Sends the request and reads its whole answer, which may be an error of the API's. */
    Outcome<Answer> send(ApiRequest request, Attempt attempt) {
        Trace trace = new Trace();
        Call call = resources.http().newCall(httpRequest(request, trace));
        call.timeout().timeout(attempt.timeout().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return new Outcome.Success<>(resources
                    .calls()
                    .execute(
                            call,
                            response ->
                                    new Answer(response.code(), response.headers(), body(response), attempt.number())));
        } catch (TooLargeException e) {
            return new Failure<>(new ReaderProtocolException(tooLarge(request), e), Kind.FINAL);
        } catch (IOException e) {
            return failure(request, attempt, call, trace, e);
        }
    }

    Request httpRequest(ApiRequest request, Trace trace) {
        HttpUrl.Builder url = settings.baseUrl().newBuilder();
        request.segments().forEach(url::addPathSegment);
        request.query().forEach((name, value) -> url.addQueryParameter(name, String.valueOf(value)));
        Request.Builder http = new Request.Builder()
                .url(url.build())
                .tag(Trace.class, trace)
                .header("User-Agent", UserAgent.VALUE)
                .header("Accept", "application/json");
        settings.headers().forEach(http::header);
        http.header("x-api-key", settings.apiKey().value());
        if (request.idempotencyKey() != null) {
            http.header("x-idempotency-key", request.idempotencyKey());
        }
        byte[] body = request.body();
        return http.method(
                        request.method(),
                        body == null ? null : RequestBody.create(body, body.length == 0 ? null : JSON))
                .build();
    }

    private Buffer body(Response response) throws IOException {
        long limit = settings.maxResponseBytes();
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (body.contentLength() > limit || source.request(limit + 1)) {
            throw new TooLargeException();
        }
        Buffer whole = new Buffer();
        whole.write(source.getBuffer(), source.getBuffer().size());
        return whole;
    }

    private Failure<Answer> failure(ApiRequest request, Attempt attempt, Call call, Trace trace, IOException cause) {
        boolean changes = !request.method().equals("GET");
        boolean outcomeUnknown = changes && (trace.connected() || attempt.uncertainBefore());
        // First, since closing interrupts the workers, and their callers were not interrupted.
        if (resources.isClosed()) {
            return new Failure<>(closed(request, cause, outcomeUnknown), Kind.FINAL);
        }
        if (Thread.currentThread().isInterrupted()) {
            return new Failure<>(new ReaderInterruptedException(request + " was interrupted", cause), Kind.FINAL);
        }
        Kind kind = trace.connected() ? Kind.UNCERTAIN : isCertificateRefused(cause) ? Kind.FINAL : Kind.NOT_SENT;
        if (trace.answered() && !call.isCanceled() && isCut(cause)) {
            return new Failure<>(
                    new ReaderProtocolException("the answer to " + request + " was cut: " + cause.getMessage(), cause),
                    kind);
        }
        // A time-out of a socket is that of the connecting, which is another one and says so.
        String what = cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)
                ? "timed out after " + attempt.timeout().toMillis() + " ms"
                : "failed: " + describe(cause);
        ReaderException exception = new ReaderConnectionException(
                request + " " + what + " (attempt " + attempt.number() + ")",
                cause,
                outcomeUnknown,
                request.idempotencyKey());
        return new Failure<>(exception, kind);
    }

    static ReaderConnectionException closed(ApiRequest request, Throwable cause, boolean outcomeUnknown) {
        return new ReaderConnectionException(
                "the client was closed during " + request, cause, outcomeUnknown, request.idempotencyKey());
    }

    private String tooLarge(ApiRequest request) {
        return "the answer to " + request + " is larger than the limit of " + settings.maxResponseBytes()
                + " bytes (maxResponseBytes)";
    }

    private static boolean isCut(IOException cause) {
        return cause instanceof ProtocolException || cause instanceof EOFException;
    }

    private static boolean isCertificateRefused(IOException cause) {
        return cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException;
    }

    private static String describe(IOException cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
