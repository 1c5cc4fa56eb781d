package dev.reader.examples.desk.jobs;

import dev.reader.client.ReaderListener;
import dev.reader.examples.ReaderMetrics;

/** Passes what the client reports to the metrics, and counts its requests. */
public final class DeskListener implements ReaderListener {
    private final ReaderMetrics metrics;
    private final RequestGauge gauge;

    public DeskListener(ReaderMetrics metrics, RequestGauge gauge) {
        this.metrics = metrics;
        this.gauge = gauge;
    }

    @Override
    public void onAttempt(Attempt attempt) {
        gauge.sent();
    }

    @Override
    public void onCall(Call call) {
        metrics.onCall(call);
    }

    @Override
    public void onRetry(Retry retry) {
        metrics.onRetry(retry);
    }

    @Override
    public void onRateLimitWait(RateLimitWait wait) {
        metrics.onRateLimitWait(wait);
    }

    @Override
    public void onWaitEnded(WaitEnded wait) {
        metrics.onWaitEnded(wait);
    }

    @Override
    public void onStreamOpened(StreamOpened opened) {
        metrics.onStreamOpened(opened);
    }

    @Override
    public void onStreamLost(StreamLost lost) {
        metrics.onStreamLost(lost);
    }

    @Override
    public void onResultsRead(ResultsRead read) {
        metrics.onResultsRead(read);
    }

    @Override
    public void onCreditsUsed(CreditsUsed credits) {
        metrics.onCreditsUsed(credits);
    }
}
