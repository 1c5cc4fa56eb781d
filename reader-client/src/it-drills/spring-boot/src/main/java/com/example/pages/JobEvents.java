package com.example.pages;

import dev.reader.client.webhook.WebhookEvent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notes the jobs that completed. A worker then reads their results: the response to Reader must be fast. */
@Component
class JobEvents {
    private final JdbcClient database;

    JobEvents(JdbcClient database) {
        this.database = database;
    }

    /** Runs in the transaction of {@link TransactionalDeliveryLog}. */
    void handle(WebhookEvent event) {
        if (event instanceof WebhookEvent.JobCompleted completed) {
            database.sql("INSERT INTO completed_job (job_id) VALUES (?)")
                    .param(completed.jobId())
                    .update();
        }
    }
}
