package dev.reader.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of streams over real sockets, whose paths a test scripts; counts what it is asked. */
final class SseServer implements Closeable {
    static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final RawServer server;

    /** What is done with a request. */
    interface Script {
        /** Answers; the number is 1 for the first request of the path. */
        void run(Stream stream, int number) throws IOException, InterruptedException;
    }

    SseServer() throws IOException {
        server = new RawServer(connection -> {
            RawServer.Request request = connection.read();
            String target = request.target();
            String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
            int number = counts.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
            Script script = scripts.get(path);
            try {
                if (script == null) {
                    connection.answer(404, Answers.errorBody("not_found", "{}"));
                } else {
                    script.run(new Stream(connection, request), number);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
    }

    SseServer on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    String url() {
        return server.url();
    }

    int count(String path) {
        AtomicInteger count = counts.get(path);
        return count == null ? 0 : count.get();
    }

    RawServer raw() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** An answer that is under way. */
    static final class Stream {
        private final RawServer.Connection connection;
        private final RawServer.Request request;

        private Stream(RawServer.Connection connection, RawServer.Request request) {
            this.connection = connection;
            this.request = request;
        }

        RawServer.Request request() {
            return request;
        }

        Stream open() throws IOException {
            connection.write(HEAD);
            return this;
        }

        Stream event(String name, String data) throws IOException {
            connection.write("event: " + name + "\ndata: " + data + "\n\n");
            return this;
        }

        Stream page(int number) throws IOException {
            return event("page", page("https://a.example/" + number, "page " + number));
        }

        private String page(String url, String markdown) {
            return FakeJob.page(url, markdown).toString();
        }

        Stream progress(int completed, int total) throws IOException {
            return event("progress", counts("processing", completed, total));
        }

        Stream done(String status, int completed) throws IOException {
            return event("done", counts(status, completed, completed));
        }

        private String counts(String status, int completed, int total) {
            return "{\"status\":\"" + status + "\",\"completed\":" + completed + ",\"total\":" + total + "}";
        }

        Stream write(String text) throws IOException {
            connection.write(text);
            return this;
        }

        void answer(int status, String json) throws IOException {
            connection.answer(status, json);
        }

        void end() throws IOException {
            connection.end();
        }

        void reset() throws IOException {
            connection.reset();
        }

        /** Says nothing more until the client leaves or the server is closed. */
        void silence() throws IOException {
            if (!connection.atEnd()) {
                throw new IOException("the client speaks during a stream");
            }
        }
    }
}
