package dev.reader.examples.local.http;

import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose {@code Host} is not this machine. A web page that rebinds the name of its own host to
 * 127.0.0.1 could otherwise call the local Reader from a browser.
 */
final class HostCheck extends Handler.Wrapper {
    private static final Set<String> LOCAL_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    HostCheck(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (isLocal(host)) {
            return super.handle(request, response, callback);
        }
        ErrorResponder.send(
                new ApiException(
                        ErrorCode.FORBIDDEN,
                        "The header Host names " + host + "; use 127.0.0.1 or localhost, as the local Reader serves"
                                + " this machine only"),
                response,
                callback);
        return true;
    }

    private static boolean isLocal(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return LOCAL_NAMES.contains(name);
    }
}
