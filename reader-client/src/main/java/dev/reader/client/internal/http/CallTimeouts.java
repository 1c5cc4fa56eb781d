package dev.reader.client.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Call;
import okio.AsyncTimeout;
import okio.ForwardingTimeout;
import okio.Timeout;

/** Handles the time-outs of calls that are under way. */
final class CallTimeouts {
    private CallTimeouts() {}

    /**
     * Ends the time limit of a call whose response has begun. {@code Timeout.cancel()} would do so too, but Okio has it only
     * since OkHttp 5.
     *
     * @throws InterruptedIOException if the limit has just passed
     */
    static void lift(Call call) throws IOException {
        Timeout timeout = call.timeout();
        while (timeout instanceof ForwardingTimeout forwarding) {
            timeout = forwarding.delegate();
        }
        if (timeout instanceof AsyncTimeout running && running.exit()) {
            throw new InterruptedIOException("timeout");
        }
    }
}
