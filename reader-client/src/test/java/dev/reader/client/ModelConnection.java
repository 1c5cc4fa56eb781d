package dev.reader.client;

import dev.reader.client.ModelConnections.AfterTheEnd;
import dev.reader.client.ModelConnections.Cut;
import dev.reader.client.ModelStream.Frame;
import dev.reader.client.ModelStream.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One connection of a stream: replays, goes on live, pings, and breaks where it is to. */
final class ModelConnection {
    private static final long PING_MILLIS = 30_000;
    private static final List<Cut> CUTS = List.of(Cut.END, Cut.RESET, Cut.IN_A_FRAME, Cut.DEAD);

    private final ModelConnections all;
    private final ModelConnections.Habits habits;
    private final long over;
    private final SseServer.Stream stream;
    private final Random random;
    private final long start;
    private final Cut cut;
    private int framesBeforeTheCut;
    private long lastWrite;

    ModelConnection(ModelConnections all, SseServer.Stream stream, int number, Random random) {
        this.all = all;
        this.habits = all.habits;
        this.over = all.over;
        this.start = all.now();
        this.lastWrite = start;
        this.stream = stream;
        this.random = random;
        this.cut = number <= habits.cuts() ? CUTS.get(random.nextInt(CUTS.size())) : Cut.NONE;
        this.framesBeforeTheCut = random.nextInt(8);
    }

    void play() throws IOException, InterruptedException {
        AfterTheEnd after = start < over ? AfterTheEnd.SAYS_SO : habits.afterTheEnd();
        for (Frame frame : framesToSend()) {
            boolean known = frame.kind() == Kind.END && after != AfterTheEnd.SAYS_SO;
            if (known) {
                continue;
            }
            await(frame.at());
            if (cut != Cut.NONE && framesBeforeTheCut-- == 0) {
                cut(frame);
                return;
            }
            send(frame);
            boolean earlier = frame.kind() == Kind.EARLIER_END && habits.endsAfterEarlierEnds();
            if (over < Long.MAX_VALUE && (frame.kind() == Kind.END || earlier)) {
                end();
                return;
            }
        }
        afterTheLastFrame(after);
    }

    private void afterTheLastFrame(AfterTheEnd after) throws IOException, InterruptedException {
        if (over == Long.MAX_VALUE) {
            await(Long.MAX_VALUE);
            return;
        }
        await(over);
        if (after == AfterTheEnd.CUT_AFTER_EACH_PING) {
            all.time.pause(Duration.ofSeconds(2 + random.nextInt(28)));
            stream.ping();
            all.broken.incrementAndGet();
            stream.reset();
        } else if (after == AfterTheEnd.ENDS_AT_ONCE || habits.endsSilently()) {
            end();
        } else {
            await(Long.MAX_VALUE);
        }
    }

    /** Pings until an instant. */
    private void await(long until) throws IOException, InterruptedException {
        while (all.now() < until) {
            long next = Math.min(until, lastWrite + PING_MILLIS);
            all.time.pause(Duration.ofMillis(next - all.now()));
            if (all.now() < until) {
                stream.ping();
                lastWrite = all.now();
            }
        }
    }

    private void send(Frame frame) throws IOException {
        stream.write(text(frame));
        lastWrite = all.now();
        all.sent.add(lastWrite);
        if (frame.kind().tellsAnEnd()) {
            all.endsTold.incrementAndGet();
        } else if (frame.kind() == Kind.PAGE) {
            all.pagesTold.incrementAndGet();
        }
    }

    private String text(Frame frame) {
        return (habits.ids() ? "id: " + all.frames.indexOf(frame) + "\n" : "") + frame.text();
    }

    private void end() throws IOException {
        all.broken.incrementAndGet();
        stream.end();
    }

    private void cut(Frame frame) throws IOException, InterruptedException {
        all.broken.incrementAndGet();
        switch (cut) {
            case IN_A_FRAME -> {
                String text = text(frame);
                stream.write(text.substring(0, random.nextInt(text.length())));
                if (random.nextBoolean()) {
                    stream.end();
                } else {
                    stream.reset();
                }
            }
            case DEAD -> {
                all.dead.incrementAndGet();
                stream.silence();
            }
            case RESET -> stream.reset();
            default -> stream.end();
        }
    }

    private List<Frame> framesToSend() {
        List<Frame> past =
                all.frames.stream().filter(frame -> frame.at() <= start).toList();
        List<Frame> chosen = new ArrayList<>(replayed(past));
        if (habits.forgetsEarlierEnds()) {
            chosen.removeIf(frame -> frame.kind() == Kind.EARLIER_END);
        }
        boolean saysSo = start >= over && habits.afterTheEnd() == AfterTheEnd.SAYS_SO;
        if (saysSo && chosen.stream().noneMatch(frame -> frame.kind() == Kind.END)) {
            all.frames.stream()
                    .filter(frame -> frame.kind() == Kind.END)
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        all.frames.stream().filter(frame -> frame.at() > start).forEach(chosen::add);
        return chosen;
    }

    private List<Frame> replayed(List<Frame> past) {
        String last = stream.request().headers().get("last-event-id");
        if (last != null && habits.resumes()) {
            return past.subList(Math.min(past.size(), Integer.parseInt(last) + 1), past.size());
        }
        return switch (habits.replay()) {
            case NONE -> start == 0 ? past : List.of();
            case ALL -> past;
            case THE_LAST -> past.subList(random.nextInt(past.size() + 1), past.size());
            case SOME -> past.stream().filter(frame -> random.nextBoolean()).toList();
        };
    }
}
