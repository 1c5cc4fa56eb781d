package dev.reader.client.internal.paging;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.RetryLimits;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Pagination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests lists whose envelope holds the entries directly as {@code data} (docs/reader-api.md §1). */
public final class Lists {
    private Lists() {}

    /** Requests one page of a list. */
    public static <T> Slice<T> slice(
            Transport transport,
            ApiRequest request,
            TypeReference<Envelope<List<T>>> type,
            int skip,
            int limit,
            RetryLimits retryLimits) {
        Envelope<List<T>> response =
                transport.send(request.query(Map.of("skip", skip, "limit", limit)), type, retryLimits);
        List<T> items = Copies.list(response.data());
        Pagination pagination = response.paginationOf(skip, limit, items.size());
        return new Slice<>(items, pagination.total(), pagination.hasMore());
    }

    /** Requests a whole list. The server returns it in one response today; this also handles one that is paginated. */
    public static <T> List<T> whole(Transport transport, ApiRequest request, TypeReference<Envelope<List<T>>> type) {
        transport.resources().checkOpen();
        Envelope<List<T>> response = transport.send(request, type, RetryLimits.CONFIGURED);
        List<T> all = new ArrayList<>(Copies.list(response.data()));
        boolean more = !all.isEmpty() && hasMore(response);
        while (more) {
            Slice<T> slice = slice(transport, request, type, all.size(), PageSource.MAX_LIMIT, RetryLimits.CONFIGURED);
            all.addAll(slice.items());
            more = slice.hasMore() && !slice.items().isEmpty();
        }
        return List.copyOf(all);
    }

    private static boolean hasMore(Envelope<?> response) {
        Envelope.Position pagination = response.pagination();
        return pagination != null && Boolean.TRUE.equals(pagination.hasMore());
    }
}
