package com.example.pages;

import dev.reader.client.webhook.WebhookEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Notes the jobs that completed. A worker then reads their results: the response to Reader must be fast. */
@Component
class JobEvents {
    private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);

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
            LOG.info("job {} is completed", completed.jobId());
        }
    }
}
