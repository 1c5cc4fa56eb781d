package dev.reader.examples.desk.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.examples.desk.jobs.EndedJobs;
import dev.reader.examples.desk.store.DeskJob;
import dev.reader.examples.desk.store.DeskPage;
import dev.reader.examples.desk.store.JobState;
import dev.reader.examples.desk.store.OrderTable;
import dev.reader.examples.desk.store.PageTable.NewPage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prepares the result of an order when its job ends, so that the status endpoint computes nothing. */
public final class OrderResults implements EndedJobs {
    /** The MIME type of a result that is not stored. */
    static final String TOO_LARGE = "too-large";

    static final int MAX_BYTES = 100_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void onEnded(Connection connection, DeskJob job, JobState state, List<NewPage> pages) throws SQLException {
        Optional<String> output = OrderTable.outputOf(connection, job.id());
        if (output.isEmpty() || state != JobState.COMPLETED) {
            return;
        }
        boolean file = output.get().equals("file");
        StringBuilder text = new StringBuilder();
        for (NewPage page : pages) {
            text.append(file ? line(page.page()) : section(page.page()));
            if (text.length() > MAX_BYTES) {
                break;
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            OrderTable.setResult(connection, job.id(), TOO_LARGE, new byte[0]);
        } else {
            OrderTable.setResult(
                    connection, job.id(), file ? "application/x-ndjson" : "text/markdown;charset=utf-8", bytes);
        }
    }

    private static String section(DeskPage page) {
        String content = page.error() == null ? page.markdown() : "This page could not be read: " + page.error();
        return "<!-- " + page.url().replace("--", "%2D%2D") + " -->\n\n" + (content == null ? "" : content) + "\n\n";
    }

    private static String line(DeskPage page) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("url", page.url());
        fields.put("title", page.title());
        fields.put("markdown", page.markdown());
        fields.put("error", page.error());
        try {
            return JSON.writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a page can't be written as JSON", e);
        }
    }
}
