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
import org.jspecify.annotations.Nullable;

/** Sends a request once and returns the outcome. */
final class HttpExchange {
    private static final MediaType JSON = MediaType.get("application/json");

    private final ClientResources resources;
    private final Settings settings;

    HttpExchange(ClientResources resources, Settings settings) {
        this.resources = resources;
        this.settings = settings;
    }

    /** A request as a call of OkHttp, which is executed once. */
    record Sending(ApiRequest request, Call call, Trace trace) {
        void cancel() {
            InFlightCalls.cancel(call);
        }
    }

    Sending prepare(ApiRequest request, Permit permit) {
        Trace trace = new Trace(permit);
        Call.Factory http = request.repeatable()
                ? resources.http().pooledCalls()
                : resources.http().unpooledCalls();
        return new Sending(request, http.newCall(httpRequest(request, trace)), trace);
    }

    /** Sends the request and reads the whole response, which may be an error response. */
    Outcome<RawResponse> send(Sending sending, Attempt attempt) {
        Failure<RawResponse> refused = refused(sending.request(), attempt);
        if (refused != null) {
            return refused;
        }
        limit(sending, attempt);
        try {
            return new Outcome.Success<>(resources.calls().execute(sending.call(), response -> raw(response, attempt)));
        } catch (IOException e) {
            return failure(sending.request(), attempt, sending.call(), sending.trace(), e);
        }
    }

    private static void limit(Sending sending, Attempt attempt) {
        sending.call().timeout().timeout(attempt.timeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the failure if the rate limiter failed to give a permit, or null. */
    <T> @Nullable Failure<T> refused(ApiRequest request, Attempt attempt) {
        RuntimeException failure = attempt.permit().failure();
        if (failure == null) {
            return null;
        }
        boolean outcomeUnknown = !request.method().equals("GET") && attempt.ambiguousBefore();
        return new Failure<>(
                new ReaderConnectionException(
                        request + " was not sent (attempt " + attempt.number() + "), the rate limiter failed: "
                                + failure,
                        failure,
                        outcomeUnknown,
                        request.idempotencyKey()),
                Kind.NOT_SENT);
    }

    private RawResponse raw(Response response, Attempt attempt) throws IOException {
        attempt.permit().sent();
        return new RawResponse(response.code(), response.headers(), body(response), attempt.number());
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

    Buffer body(Response response) throws IOException {
        long limit = settings.maxResponseBytes();
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (body.contentLength() > limit || source.request(limit + 1)) {
            throw new ResponseTooLargeException(limit);
        }
        Buffer whole = new Buffer();
        whole.write(source.getBuffer(), source.getBuffer().size());
        return whole;
    }

    <T> Failure<T> failure(ApiRequest request, Attempt attempt, Call call, Trace trace, IOException cause) {
        if (trace.connected()) {
            attempt.permit().sent();
        } else {
            attempt.permit().unused();
        }
        if (cause instanceof ResponseTooLargeException) {
            return new Failure<>(new ReaderProtocolException(tooLarge(request), cause), Kind.FINAL);
        }
        boolean changes = !request.method().equals("GET");
        boolean outcomeUnknown = changes && (trace.connected() || attempt.ambiguousBefore());
        ReaderException ended = ended(request, cause, outcomeUnknown);
        if (ended != null) {
            return new Failure<>(ended, Kind.FINAL);
        }
        Kind kind = trace.connected() ? Kind.AMBIGUOUS : isCertificateRefused(cause) ? Kind.FINAL : Kind.NOT_SENT;
        if (trace.responded() && !call.isCanceled() && isCut(cause)) {
            return new Failure<>(
                    new ReaderProtocolException(
                            "the response to " + request + " was truncated: " + cause.getMessage(), cause),
                    kind);
        }
        // A time-out of the socket is that of the connect, and its message says so.
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

    /** Returns the exception if the thread was interrupted or the client closed, or null if neither. */
    @Nullable
    ReaderException ended(ApiRequest request, IOException cause, boolean outcomeUnknown) {
        // Checked first, because closing the client interrupts its workers.
        if (resources.isClosed()) {
            return closed(request, cause, outcomeUnknown);
        }
        return Thread.currentThread().isInterrupted()
                ? new ReaderInterruptedException(request + " was interrupted", cause)
                : null;
    }

    static ReaderConnectionException closed(ApiRequest request, Throwable cause, boolean outcomeUnknown) {
        return new ReaderConnectionException(
                "the client was closed during " + request, cause, outcomeUnknown, request.idempotencyKey());
    }

    private String tooLarge(ApiRequest request) {
        return "the response to " + request + " is larger than the limit of " + settings.maxResponseBytes()
                + " bytes (maxResponseBytes)";
    }

    private static boolean isCut(IOException cause) {
        return cause instanceof ProtocolException || cause instanceof EOFException;
    }

    private static boolean isCertificateRefused(IOException cause) {
        return cause instanceof SSLPeerUnverifiedException || cause.getCause() instanceof CertificateException;
    }

    static String describe(IOException cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }
}
