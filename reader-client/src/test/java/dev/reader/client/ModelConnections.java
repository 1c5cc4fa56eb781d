package dev.reader.client;

import dev.reader.client.ModelStream.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of one stream, and what was sent on them. Times are milliseconds. */
final class ModelConnections implements SseServer.Script {
    final AtomicInteger opened = new AtomicInteger();
    /** How many connections the server ended or refused. */
    final AtomicInteger broken = new AtomicInteger();

    /** How many connections fell silent without an end. */
    final AtomicInteger dead = new AtomicInteger();

    final AtomicInteger endsTold = new AtomicInteger();
    final AtomicInteger pagesTold = new AtomicInteger();
    /** When connections were opened. */
    final List<Long> begun = new CopyOnWriteArrayList<>();
    /** When something other than a ping was sent. */
    final List<Long> sent = new CopyOnWriteArrayList<>();

    final SimulatedTime time;
    final List<Frame> frames;
    final Habits habits;
    /** When the job is over; never for a workspace. */
    final long over;

    private final Choices choices;
    private final String name;

    /** What is sent again to a connection that is opened late. */
    enum Replay {
        NONE,
        ALL,
        THE_LAST,
        SOME
    }

    /** What the stream of a job does that is over. */
    enum AfterTheEnd {
        SAYS_SO,
        ONLY_PINGS,
        ENDS_AT_ONCE,
        CUT_AFTER_EACH_PING
    }

    /** How a connection breaks. */
    enum Cut {
        NONE,
        END,
        RESET,
        IN_A_FRAME,
        DEAD
    }

    /** How a server treats connections. */
    record Habits(
            Replay replay,
            AfterTheEnd afterTheEnd,
            boolean forgetsEarlierEnds,
            boolean endsAfterEarlierEnds,
            boolean endsSilently,
            boolean ids,
            boolean resumes,
            int cuts,
            double refusals) {

        Habits(Choices choices) {
            this(
                    choices.among("replay", Replay.NONE, Replay.ALL, Replay.THE_LAST, Replay.SOME),
                    choices.among(
                            "after the end",
                            AfterTheEnd.SAYS_SO,
                            AfterTheEnd.ONLY_PINGS,
                            AfterTheEnd.ENDS_AT_ONCE,
                            AfterTheEnd.CUT_AFTER_EACH_PING),
                    choices.of("forgets earlier ends"),
                    choices.of("ends connections after earlier ends"),
                    choices.of("ends connections without saying so"),
                    choices.of("ids"),
                    choices.of("resumes after the last id"),
                    choices.of("cuts", 0, random -> 1 + random.nextInt(5)),
                    choices.of("refusals", 0.0, random -> random.nextDouble() * 0.4));
        }
    }

    /** @param name of the stream, for its random choices */
    ModelConnections(SimulatedTime time, List<Frame> frames, Habits habits, long over, Choices choices, String name) {
        this.time = time;
        this.frames = frames;
        this.habits = habits;
        this.over = over;
        this.choices = choices;
        this.name = name;
    }

    /** The longest time before an instant in which a connection told nothing. */
    long longestSilence(long before) {
        List<Long> told = new ArrayList<>(begun);
        told.addAll(sent);
        told.removeIf(at -> at > before);
        told.add(before);
        told.sort(null);
        long longest = 0;
        for (int i = 1; i < told.size(); i++) {
            longest = Math.max(longest, told.get(i) - told.get(i - 1));
        }
        return longest;
    }

    long now() {
        return time.elapsed().toMillis();
    }

    @Override
    public void run(SseServer.Stream stream, int number) throws IOException, InterruptedException {
        opened.incrementAndGet();
        Random random = choices.random(name + number);
        if (number % 3 != 0 && random.nextDouble() < habits.refusals()) {
            broken.incrementAndGet();
            switch (random.nextInt(3)) {
                case 0 -> stream.answer(429, Answers.errorBody("rate_limited", "{\"retryAfterSeconds\": 2}"));
                case 1 -> stream.answer(502, "<html>");
                default -> stream.reset();
            }
            return;
        }
        begun.add(now());
        stream.open();
        new ModelConnection(this, stream, number, random).play();
    }
}
