package dev.reader.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event that a client reports. */
final class RecordingListener implements ReaderListener {
    private final List<Object> events = new CopyOnWriteArrayList<>();

    List<Object> all() {
        return events;
    }

    <E> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E> E only(Class<E> type) {
        List<E> all = of(type);
        if (all.size() != 1) {
            throw new AssertionError("not one " + type.getSimpleName() + ": " + events);
        }
        return all.get(0);
    }

    @Override
    public void onAttempt(Attempt attempt) {
        events.add(attempt);
    }

    @Override
    public void onRetry(Retry retry) {
        events.add(retry);
    }

    @Override
    public void onCall(Call call) {
        events.add(call);
    }

    @Override
    public void onRateLimitWait(RateLimitWait wait) {
        events.add(wait);
    }

    @Override
    public void onWaitStarted(WaitStarted wait) {
        events.add(wait);
    }

    @Override
    public void onWaitEnded(WaitEnded wait) {
        events.add(wait);
    }

    @Override
    public void onJobEnded(JobEnded end) {
        events.add(end);
    }

    @Override
    public void onStreamOpened(StreamOpened opened) {
        events.add(opened);
    }

    @Override
    public void onStreamLost(StreamLost lost) {
        events.add(lost);
    }

    @Override
    public void onResultsRead(ResultsRead read) {
        events.add(read);
    }

    @Override
    public void onCreditsUsed(CreditsUsed credits) {
        events.add(credits);
    }
}
