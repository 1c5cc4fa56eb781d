package dev.reader.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Headers;

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
            String path = request.path();
            int number = counts.computeIfAbsent(path, p -> new AtomicInteger()).incrementAndGet();
            Script script = scripts.get(path);
            try {
                if (script == null) {
                    connection.answer(404, Answers.errorBody("not_found", "{}"));
                } else {
                    script.run(new Stream(new SocketWire(connection), request), number);
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
        private final Wire wire;
        private final RawServer.Request request;

        Stream(Wire wire, RawServer.Request request) {
            this.wire = wire;
            this.request = request;
        }

        RawServer.Request request() {
            return request;
        }

        Stream open() throws IOException {
            wire.open();
            return this;
        }

        Stream event(String name, String data) throws IOException {
            wire.write(frame(name, data));
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

        static String counts(String status, int completed, int total) {
            return "{\"status\":\"" + status + "\",\"completed\":" + completed + ",\"total\":" + total + "}";
        }

        static String frame(String name, String data) {
            return "event: " + name + "\ndata: " + data + "\n\n";
        }

        Stream ping() throws IOException {
            return write(": ping\n\n");
        }

        Stream write(String text) throws IOException {
            wire.write(text);
            return this;
        }

        void answer(int status, String json) throws IOException {
            wire.answer(status, json, Headers.of());
        }

        void answer(int status, String json, Headers headers) throws IOException {
            wire.answer(status, json, headers);
        }

        void end() throws IOException {
            wire.end();
        }

        void reset() throws IOException {
            wire.reset();
        }

        /** Says nothing more until the client leaves or the server is closed. */
        void silence() throws IOException, InterruptedException {
            wire.silence();
        }
    }

    /** What carries an answer to the client. */
    interface Wire {
        /** Begins a stream of events. */
        void open() throws IOException;

        void write(String text) throws IOException;

        void answer(int status, String json, Headers headers) throws IOException;

        void end() throws IOException;

        void reset() throws IOException;

        void silence() throws IOException, InterruptedException;
    }

    private record SocketWire(RawServer.Connection connection) implements Wire {
        @Override
        public void open() throws IOException {
            connection.write(HEAD);
        }

        @Override
        public void write(String text) throws IOException {
            connection.write(text);
        }

        @Override
        public void answer(int status, String json, Headers headers) throws IOException {
            connection.answer(status, json, headers);
        }

        @Override
        public void end() throws IOException {
            connection.end();
        }

        @Override
        public void reset() throws IOException {
            connection.reset();
        }

        @Override
        public void silence() throws IOException {
            if (!connection.atEnd()) {
                throw new IOException("the client speaks during a stream");
            }
        }
    }
}
