package dev.reader.examples.local.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps methods and paths to handlers. A <code>{name}</code> in a path matches one segment. */
public final class Routes {
    public interface Handler {
        /** Sends the response, or throws an {@link ApiException} that becomes the response. */
        void handle(ApiExchange exchange) throws IOException;
    }

    /**
     * A route and the parameters in its path.
     *
     * @param isPublic whether the route needs no API key
     */
    record Match(Handler handler, Map<String, String> pathParameters, boolean isPublic) {}

    private record Route(String method, List<String> segments, Handler handler, boolean isPublic) {}

    private final List<Route> routes = new ArrayList<>();

    public Routes add(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/", -1)), handler, false));
        return this;
    }

    /** Adds a route that needs no API key. */
    public Routes addPublic(String method, String path, Handler handler) {
        routes.add(new Route(method, List.of(path.split("/", -1)), handler, true));
        return this;
    }

    @Nullable
    Match match(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        for (Route route : routes) {
            if (route.method().equals(method)) {
                Map<String, String> parameters = parameters(route.segments(), segments);
                if (parameters != null) {
                    return new Match(route.handler(), parameters, route.isPublic());
                }
            }
        }
        return null;
    }

    private static @Nullable Map<String, String> parameters(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return null;
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                parameters.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return null;
            }
        }
        return parameters;
    }
}
