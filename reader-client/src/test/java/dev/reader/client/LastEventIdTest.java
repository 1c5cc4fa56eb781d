package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The id of the last frame, sent back when a stream is opened again. */
@Timeout(300)
class LastEventIdTest {
    private static final String STREAM = "/v1/jobs/job_1/stream";

    private final Simulation simulation = new Simulation();

    private static String page(int number) {
        return SseServer.Stream.frame(
                "page",
                FakeJob.page("https://a.example/" + number, "page " + number).toString());
    }

    private List<String> sent(String path) {
        return simulation.server.requests().stream()
                .filter(request -> request.path().equals(path))
                .map(request -> request.headers().getOrDefault("last-event-id", "none"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void idOfTheLastFrame_isSentWhenTheStreamIsOpenedAgain(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(4);
        simulation.server.on("/v1/jobs/job_1", job);
        simulation.server.on(STREAM, (stream, number) -> {
            stream.open();
            switch (number) {
                case 1 ->
                    stream.write("id: 1\n" + page(0) + "id: 2-b\n" + page(1)).reset();
                case 2 -> stream.write(page(2)).reset(); // no id: the last one holds
                case 3 ->
                    stream.write("id: 4\n" + page(3) + "id: 5\nevent: pag").reset();
                default -> stream.done("completed", 4).end();
            }
        });

        simulation.run(reader -> {
            call.agrees(reader, job, List.of());
            return null;
        });

        assertThat(sent(STREAM)).hasSize(4).startsWith("none").endsWith("4");
        assertThat(sent(STREAM).get(1)).isEqualTo(sent(STREAM).get(2)).isEqualTo("2-b");
    }

    @ParameterizedTest
    @EnumSource
    void framesWithoutIds_sendNone(Following call) throws Exception {
        ServedJob job = ServedJob.ofPages(2);
        simulation.server.on("/v1/jobs/job_1", job);
        simulation.server.on(STREAM, (stream, number) -> {
            if (number == 1) {
                stream.open().page(0).reset();
            } else {
                stream.open().page(1).done("completed", 2).end();
            }
        });

        simulation.run(reader -> {
            call.agrees(reader, job, List.of());
            return null;
        });

        assertThat(sent(STREAM)).containsExactly("none", "none");
    }

    @Test
    void workspaceStream_sendsIt() throws Exception {
        simulation.server.on("/v1/events", (stream, number) -> {
            stream.open();
            if (number == 1) {
                stream.write("id: a7\n"
                                + SseServer.Stream.frame("job:completed", "{\"jobId\":\"j\",\"status\":\"completed\"}"))
                        .reset();
            } else {
                simulation.pingOn(stream);
            }
        });

        simulation.run(reader -> {
            try (WorkspaceSubscription subscription = reader.subscribe(event -> {})) {
                simulation.time.pause(Duration.ofSeconds(20));
                return subscription.isOpen();
            }
        });

        assertThat(sent("/v1/events")).containsExactly("none", "a7");
    }
}
