package dev.reader.client.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Sits next to the wire: notes that a connection stood, so that the request may have been sent, and keeps OkHttp from
 * sending a request again of its own accord, as it does after a 503 with {@code Retry-After: 0}.
 */
final class NetworkGuard implements Interceptor {

    /** Tag of a request; written by the thread that executes the call, read by it afterwards. */
    static final class Trace {
        private volatile boolean connected;
        private volatile boolean answered;

        boolean connected() {
            return connected;
        }

        boolean answered() {
            return answered;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Trace trace = chain.request().tag(Trace.class);
        if (trace == null) {
            return chain.proceed(chain.request());
        }
        trace.connected = true;
        Response response = chain.proceed(chain.request());
        trace.answered = true;
        boolean repeatedByOkHttp = response.code() == 503
                && response.header("Retry-After", "").trim().matches("0+");
        return repeatedByOkHttp
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }
}
