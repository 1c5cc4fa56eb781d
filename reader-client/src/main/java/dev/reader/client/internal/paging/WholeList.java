package dev.reader.client.internal.paging;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.RetryLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests a list that the server returns in one response today, and also one that is paginated. Says which call comes
 * next; its user makes the calls, blocking or not. Not thread-safe.
 */
public final class WholeList<T> {
    private final ApiRequest request;
    private final TypeReference<Envelope<List<T>>> type;
    private final List<T> items = new ArrayList<>();
    private boolean begun;
    private boolean more = true;

    public WholeList(ApiRequest request, TypeReference<Envelope<List<T>>> type) {
        this.request = request;
        this.type = type;
    }

    public boolean hasMore() {
        return more;
    }

    /** {@return the next call} */
    public ApiCall<?, Slice<T>> next() {
        if (begun) {
            return Lists.slice(request, type, items.size(), PageSource.MAX_LIMIT);
        }
        begun = true;
        return new ApiCall<>(request, type, RetryLimits.CONFIGURED, response -> {
            List<T> first = Copies.list(response.data());
            Envelope.Position pagination = response.pagination();
            boolean announced = pagination != null && Boolean.TRUE.equals(pagination.hasMore());
            return new Slice<>(first, first.size(), announced);
        });
    }

    /** Adds the result of a call. */
    public void add(Slice<T> slice) {
        items.addAll(slice.items());
        more = slice.hasMore() && !slice.items().isEmpty();
    }

    /** {@return all entries so far} */
    public List<T> items() {
        return List.copyOf(items);
    }
}
