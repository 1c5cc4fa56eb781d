package dev.reader.examples.desk.orders;

import dev.reader.examples.desk.jobs.JobDesk;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.DatabaseException;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.OrderTable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Accepts orders, and tells their status from the database alone. */
public final class OrderDesk {
    /** A longer result, as text or as Base64, becomes a link. */
    static final int MAX_INLINE = 5_000_000;

    private static final int BASE64_BLOCK = 3;
    private static final int BASE64_CHARS = 4;

    private final Database database;
    private final JobDesk jobs;
    private final SignedLinks links;
    private final Clock clock;

    public OrderDesk(Database database, JobDesk jobs, SignedLinks links, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.links = links;
        this.clock = clock;
    }

    /** The result of accepting an order. */
    enum Acceptance {
        NEW,
        KNOWN,
        /** The id is that of another order. */
        CONFLICT
    }

    Acceptance accept(OrderBody order) {
        Optional<OrderTable.Order> known = find(order.orderId());
        if (known.isPresent()) {
            return compare(known.get(), order);
        }
        try {
            jobs.submit(
                    order.submission(),
                    (connection, jobId) -> OrderTable.insert(
                            connection, order.orderId(), jobId, order.hash(), order.output(), clock.instant()));
            return Acceptance.NEW;
        } catch (DatabaseException e) {
            if (e.isDuplicate()) {
                return compare(find(order.orderId()).orElseThrow(() -> e), order); // the same order at the same time
            }
            throw e;
        }
    }

    private static Acceptance compare(OrderTable.Order known, OrderBody order) {
        return known.inputHash().equals(order.hash()) ? Acceptance.KNOWN : Acceptance.CONFLICT;
    }

    private Optional<OrderTable.Order> find(String orderId) {
        return database.call(connection -> OrderTable.find(connection, orderId));
    }

    /** Returns the status of an order as the fields of a JSON object, or nothing if it is unknown. */
    Optional<Map<String, Object>> status(String orderId) {
        return find(orderId).map(this::status);
    }

    private Map<String, Object> status(OrderTable.Order order) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("order_id", order.orderId());
        if (order.state().isOpen()) {
            fields.put("status", "processing");
            fields.put("progress", progress(order));
        } else if (order.state() != JobState.COMPLETED) {
            fail(
                    fields,
                    "the job is " + order.state().label() + (order.problem() == null ? "" : ": " + order.problem()));
        } else if (order.failed() == order.stored()) {
            fail(fields, "none of the " + order.stored() + " pages could be read");
        } else if (OrderResults.TOO_LARGE.equals(order.mimeType()) || order.mimeType() == null) {
            fail(fields, "the result has more than " + OrderResults.MAX_BYTES + " bytes; order fewer pages");
        } else {
            fields.put("status", "completed");
            fields.put("pages", order.stored());
            fields.put("failed_pages", order.failed());
            fields.put("mime_type", order.mimeType());
            addResult(fields, order);
        }
        return fields;
    }

    private static void fail(Map<String, Object> fields, String error) {
        fields.put("status", "failed");
        fields.put("error", error);
    }

    private static String progress(OrderTable.Order order) {
        return switch (order.state()) {
            case SUBMITTING -> "The order is accepted.";
            case CANCELLING -> "The job is being cancelled.";
            default ->
                order.total() == 0
                        ? "The pages are being discovered."
                        : order.completed() + " of " + order.total() + " pages are read.";
        };
    }

    private void addResult(Map<String, Object> fields, OrderTable.Order order) {
        boolean file = order.output().equals("file");
        long length = order.resultLength() == null ? 0 : order.resultLength();
        long sent = file ? (length + BASE64_BLOCK - 1) / BASE64_BLOCK * BASE64_CHARS : length;
        if (sent > MAX_INLINE) {
            fields.put("result_url", links.create(order.orderId()));
            return;
        }
        byte[] bytes = database.call(connection -> OrderTable.result(connection, order.orderId()))
                .orElseThrow()
                .bytes();
        if (file) {
            fields.put("result_base64", Base64.getEncoder().encodeToString(bytes));
        } else {
            fields.put("result", new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Returns the stored result of an order. */
    Optional<OrderTable.Result> result(String orderId) {
        return database.call(connection -> OrderTable.result(connection, orderId));
    }
}
