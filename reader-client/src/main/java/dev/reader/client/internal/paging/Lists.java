package dev.reader.client.internal.paging;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.http.ApiCall;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Pagination;
import java.util.List;
import java.util.Map;

/** Requests lists whose envelope holds the entries directly as {@code data} (docs/reader-api.md §1). */
public final class Lists {
    private Lists() {}

    /** The call for one page of a list. */
    public static <T> ApiCall<?, Slice<T>> slice(
            ApiRequest request, TypeReference<Envelope<List<T>>> type, int skip, int limit) {
        ApiRequest part = request.query(Map.of("skip", skip, "limit", limit));
        return new ApiCall<>(part, type, RetryLimits.CONFIGURED, response -> {
            List<T> items = Copies.list(response.data());
            Pagination pagination = response.paginationOf(skip, limit, items.size());
            return new Slice<>(items, pagination.total(), pagination.hasMore());
        });
    }

    /** Returns a list as a source of its pages. */
    public static <T> PageSource<T> source(
            Transport transport, ApiRequest request, TypeReference<Envelope<List<T>>> type) {
        return (skip, limit, retryLimits) ->
                transport.send(slice(request, type, skip, limit).within(retryLimits));
    }

    /** Requests a whole list. */
    public static <T> List<T> whole(Transport transport, ApiRequest request, TypeReference<Envelope<List<T>>> type) {
        transport.resources().checkOpen();
        WholeList<T> list = new WholeList<>(request, type);
        while (list.hasMore()) {
            list.add(transport.send(list.next()));
        }
        return list.items();
    }
}
