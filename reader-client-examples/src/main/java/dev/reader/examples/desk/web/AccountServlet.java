package dev.reader.examples.desk.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.reader.examples.desk.jobs.RequestGauge;
import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.Sample;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows credits, the queue and the rate limit, from samples in the database. */
final class AccountServlet extends PageServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int SAMPLES_SHOWN = 500;
    private static final int ROWS_SHOWN = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Database database;
    private final transient RequestGauge gauge;

    AccountServlet(Views views, Database database, RequestGauge gauge) {
        super(views);
        this.database = database;
        this.gauge = gauge;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Sample> samples = database.call(connection -> Sample.latest(connection, SAMPLES_SHOWN));
        if ("/samples.json".equals(request.getPathInfo())) {
            json(response, samples);
            return;
        }
        if (request.getPathInfo() != null) {
            notFound(request, response);
            return;
        }
        Map<String, Object> model = new HashMap<>();
        model.put("samples", samples.subList(Math.max(0, samples.size() - ROWS_SHOWN), samples.size()));
        model.put("latest", samples.isEmpty() ? List.of() : List.of(samples.get(samples.size() - 1)));
        model.put("used", gauge.used());
        Integer limit = gauge.limit();
        model.put("limit", limit == null ? 0 : limit);
        render(request, response, wantsFragment(request) ? "account-gauges" : "account", model);
    }

    private static void json(HttpServletResponse response, List<Sample> samples) throws IOException {
        ArrayNode array = JSON.createArrayNode();
        for (Sample sample : samples) {
            array.addObject()
                    .put("at", sample.takenAt().toEpochMilli())
                    .put("left", sample.balance())
                    .put("spent", sample.used());
        }
        response.setContentType("application/json");
        JSON.writeValue(response.getOutputStream(), array);
    }
}
