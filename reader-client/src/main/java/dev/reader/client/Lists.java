package dev.reader.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.Paging.Slice;
import dev.reader.client.internal.Copies;
import dev.reader.client.internal.http.ApiRequest;
import dev.reader.client.internal.http.Envelope;
import dev.reader.client.internal.http.Patience;
import dev.reader.client.internal.http.Transport;
import dev.reader.client.model.Pagination;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists whose envelope has the entries themselves as data (docs/reader-api.md §1). */
final class Lists {
    private Lists() {}

    /** Asks for one page of a list. */
    static <T> Slice<T> slice(
            Transport transport,
            ApiRequest request,
            TypeReference<Envelope<List<T>>> type,
            int skip,
            int limit,
            Patience patience) {
        Envelope<List<T>> answer = transport.send(request.query(Map.of("skip", skip, "limit", limit)), type, patience);
        List<T> items = Copies.list(answer.data());
        Pagination pagination = answer.pagination();
        if (pagination == null) {
            // The contract has it always. Without it, a full page may be followed by another.
            boolean full = items.size() >= limit;
            return new Slice<>(items, skip + items.size() + (full ? 1 : 0), full);
        }
        return new Slice<>(items, pagination.total(), pagination.hasMore());
    }

    /** Returns the whole of a list that comes in one answer, and that a server of tomorrow may give out in pages. */
    static <T> List<T> whole(Transport transport, ApiRequest request, TypeReference<Envelope<List<T>>> type) {
        Envelope<List<T>> answer = transport.send(request, type, Patience.CONFIGURED);
        List<T> all = new ArrayList<>(Copies.list(answer.data()));
        boolean more = !all.isEmpty() && hasMore(answer);
        while (more) {
            Slice<T> slice = slice(transport, request, type, all.size(), Paging.LARGEST_LIMIT, Patience.CONFIGURED);
            all.addAll(slice.items());
            more = slice.hasMore() && !slice.items().isEmpty();
        }
        return List.copyOf(all);
    }

    private static boolean hasMore(Envelope<?> answer) {
        Pagination pagination = answer.pagination();
        return pagination != null && pagination.hasMore();
    }
}
