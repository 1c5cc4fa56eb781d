package dev.reader.client;

import java.io.IOException;
import java.time.Duration;

/** A client and a server in simulated time. */
final class Simulation {
    private static final Duration HORIZON = Duration.ofHours(3);

    final SimulatedTime time;
    final InProcessServer server;

    Simulation() {
        this(HORIZON);
    }

    /** @param horizon after how long it fails */
    Simulation(Duration horizon) {
        time = new SimulatedTime(horizon);
        server = new InProcessServer(time);
    }

    /** Uses a client, on the thread of the simulation. */
    interface Use<T> {
        T of(ReaderClient reader) throws Exception;
    }

    <T> T run(Use<T> use) throws Exception {
        return run(server.builder(), use);
    }

    <T> T run(ReaderClient.Builder builder, Use<T> use) throws Exception {
        return time.run(() -> {
            try (ReaderClient reader = builder.build()) {
                return use.of(reader);
            }
        });
    }

    /** Runs an action after a duration, whatever becomes of connections. */
    void later(Duration duration, Runnable action) {
        time.start("later", () -> {
            try {
                time.pause(duration);
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Lets a stream say nothing but pings until the client leaves. */
    void pingOn(SseServer.Stream stream) throws IOException, InterruptedException {
        while (true) {
            ping(stream, 1);
        }
    }

    /** Lets a stream say nothing but some pings, one every 30 s as the contract has it. */
    void ping(SseServer.Stream stream, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            time.pause(Duration.ofSeconds(30));
            stream.ping();
        }
    }
}
