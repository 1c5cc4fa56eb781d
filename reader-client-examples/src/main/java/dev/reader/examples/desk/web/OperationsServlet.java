package dev.reader.examples.desk.web;

import dev.reader.examples.desk.store.Database;
import dev.reader.examples.desk.store.EventTable;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.function.BooleanSupplier;

/** {@code /healthz}, for a load balancer, and {@code /metrics}, for Prometheus. */
final class OperationsServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Database database;
    private final transient PrometheusMeterRegistry metrics;
    private final transient BooleanSupplier stopping;

    OperationsServlet(Database database, PrometheusMeterRegistry metrics, BooleanSupplier stopping) {
        this.database = database;
        this.metrics = metrics;
        this.stopping = stopping;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/metrics")) {
            response.setContentType("text/plain;version=0.0.4;charset=utf-8");
            response.getWriter().write(metrics.scrape());
            return;
        }
        response.setContentType("application/json");
        if (stopping.getAsBoolean() || !databaseAnswers()) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.getWriter().write("{\"status\":\"down\"}\n");
        } else {
            response.getWriter().write("{\"status\":\"up\"}\n");
        }
    }

    private boolean databaseAnswers() {
        try {
            return database.call(EventTable::last) >= 0;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
