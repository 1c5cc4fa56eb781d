package dev.reader.client.internal.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Records whether a request had a connection and so may have been sent, and keeps OkHttp from retrying by itself, as it does
 * after a 503 with {@code Retry-After: 0}.
 */
final class NetworkGuard implements Interceptor {
    /** The first interceptor of every call: notes that the call runs through a client that has this guard. */
    static final Interceptor ENTRY = chain -> {
        Trace trace = chain.request().tag(Trace.class);
        if (trace != null) {
            trace.guarded = true;
        }
        return chain.proceed(chain.request());
    };

    /** A tag of a request, written and read by the thread that executes the call. */
    static final class Trace {
        private final Permit permit;
        private volatile boolean guarded;
        private volatile boolean connected;
        private volatile boolean responded;

        Trace(Permit permit) {
            this.permit = permit;
        }

        /** Returns whether the request may have been sent; true for a call that bypassed the guard. */
        boolean connected() {
            return connected || !guarded;
        }

        boolean responded() {
            return responded;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Trace trace = chain.request().tag(Trace.class);
        if (trace == null) {
            return chain.proceed(chain.request());
        }
        trace.connected = true;
        trace.permit.sent();
        Response response = chain.proceed(chain.request());
        trace.responded = true;
        boolean repeatedByOkHttp = response.code() == 503
                && response.header("Retry-After", "").trim().matches("0+");
        return repeatedByOkHttp
                ? response.newBuilder().removeHeader("Retry-After").build()
                : response;
    }
}
