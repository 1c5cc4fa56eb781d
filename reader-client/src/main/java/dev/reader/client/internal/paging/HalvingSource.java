package dev.reader.client.internal.paging;

import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.ResponseTooLargeException;
import dev.reader.client.internal.http.RetryLimits;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests a page that exceeds the response limit in halves, down to one entry. Returns fewer entries than requested then,
 * and doubles the number again after some pages that fit. Thread-safe.
 */
public final class HalvingSource<T> implements PageSource<T> {
    private static final int FITS_BEFORE_DOUBLING = 16;

    private final PageSource<T> source;
    private final AtomicInteger limit = new AtomicInteger(MAX_LIMIT);
    private final AtomicInteger fits = new AtomicInteger();

    public HalvingSource(PageSource<T> source) {
        this.source = source;
    }

    @Override
    public Slice<T> fetch(int skip, int requested, RetryLimits retryLimits) {
        int count = Math.min(requested, limit.get());
        while (true) {
            try {
                Slice<T> slice = source.fetch(skip, count, retryLimits);
                if (fits.incrementAndGet() % FITS_BEFORE_DOUBLING == 0) {
                    limit.compareAndSet(count, Math.min(MAX_LIMIT, 2 * count));
                }
                return slice;
            } catch (ReaderProtocolException e) {
                if (count == 1 || !ResponseTooLargeException.isCauseOf(e)) {
                    throw e;
                }
                count = (count + 1) / 2;
                limit.set(count);
                fits.set(0);
            }
        }
    }
}
