package dev.reader.client.internal.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reader.client.error.ReaderException;
import dev.reader.client.error.ReaderProtocolException;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.TooLarge;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalvingSourceTest {
    private static final int ENTRIES = 100_000;

    private final List<Integer> requested = new ArrayList<>();
    private int maxEntries = PageSource.MAX_LIMIT;
    private final HalvingSource<Integer> source = new HalvingSource<>(this::fetch);

    /** A page of a list of numbers, too large if it has more than {@link #maxEntries}. */
    private Slice<Integer> fetch(int skip, int limit, RetryLimits retryLimits) {
        requested.add(limit);
        if (limit > maxEntries) {
            throw TooLarge.failure();
        }
        return new Slice<>(IntStream.range(skip, skip + limit).boxed().toList(), ENTRIES, true);
    }

    private List<Integer> fetch(int skip) {
        return source.fetch(skip, PageSource.MAX_LIMIT, RetryLimits.CONFIGURED).items();
    }

    @Test
    void aPageThatFitsIsRequestedOnce() {
        assertThat(fetch(300)).hasSize(100).startsWith(300);
        assertThat(requested).containsExactly(100);
    }

    @Test
    void aPageThatIsTooLargeIsRequestedInHalvesDownToOneEntry() {
        maxEntries = 1;

        assertThat(fetch(300)).containsExactly(300);
        assertThat(requested).containsExactly(100, 50, 25, 13, 7, 4, 2, 1);
    }

    @Test
    void theNextPageIsRequestedInTheSizeThatFitted() {
        maxEntries = 30;
        fetch(0);
        fetch(25);

        assertThat(requested).containsExactly(100, 50, 25, 25);
    }

    @Test
    void aSmallerRequestStaysSmaller() {
        assertThat(source.fetch(0, 7, RetryLimits.CONFIGURED).items()).hasSize(7);
        assertThat(requested).containsExactly(7);
    }

    @Test
    void theSizeDoublesAfterSixteenPagesThatFit_upToTheMaximum() {
        maxEntries = 30;
        fetch(0);
        maxEntries = 100;
        requested.clear();
        for (int i = 0; i < 48; i++) {
            fetch(0);
        }

        assertThat(requested.subList(0, 15)).containsOnly(25);
        assertThat(requested.subList(15, 31)).containsOnly(50);
        assertThat(requested.subList(31, 48)).containsOnly(100);
    }

    @Test
    void oneEntryThatIsTooLargeIsAFailure() {
        maxEntries = 0;

        assertThatThrownBy(() -> fetch(0))
                .isInstanceOf(ReaderProtocolException.class)
                .hasMessage("too large");
        assertThat(requested).endsWith(1);
    }

    @Test
    void anotherFailureIsNotRetriedInHalves() {
        ReaderException failure = new ReaderProtocolException("not JSON", null);
        List<Integer> limits = new ArrayList<>();
        HalvingSource<Integer> failing = new HalvingSource<>((skip, limit, retryLimits) -> {
            limits.add(limit);
            throw failure;
        });

        assertThatThrownBy(() -> failing.fetch(0, 100, RetryLimits.CONFIGURED)).isSameAs(failure);
        assertThat(limits).containsExactly(100);
    }
}
