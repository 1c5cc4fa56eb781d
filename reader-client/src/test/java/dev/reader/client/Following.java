package dev.reader.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reader.client.error.JobFailedException;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The calls that follow one job to its end on its own stream. */
enum Following {
    WAIT_FOR_JOB {
        @Override
        void agrees(ReaderClient reader, ServedJob job, List<String> failedFirst) {
            assertThat(awaited(reader).results())
                    .extracting(Deliveries::text)
                    .containsExactlyElementsOf(Deliveries.texts(job.results));
        }
    },
    STREAM {
        @Override
        void agrees(ReaderClient reader, ServedJob job, List<String> failedFirst) {
            assertComplete(Style.BLOCKING.reader(reader), job, failedFirst);
        }
    },
    PUBLISHER {
        @Override
        void agrees(ReaderClient reader, ServedJob job, List<String> failedFirst) {
            assertComplete(Style.ASYNC.reader(reader), job, failedFirst);
        }
    };

    /** Long enough that only what a test waits for ends a wait. */
    static final WaitOptions PATIENT =
            WaitOptions.builder().timeout(Duration.ofHours(2)).build();

    /** Follows the job to its end and asserts that what it gives is what the results say then. */
    abstract void agrees(ReaderClient reader, ServedJob job, List<String> failedFirst);

    private static void assertComplete(AnyReader reader, ServedJob job, List<String> failedFirst) {
        List<JobEvent> events = new ArrayList<>();
        try (AnyReader.AnyStream stream = reader.stream(FakeJob.ID)) {
            stream.forEach(events::add);
        }
        List<ObjectNode> results = List.copyOf(job.results);
        Deliveries.assertComplete(events, results, failedFirst);
    }

    /** Waits for a job, however it ends. */
    private static Job awaited(ReaderClient reader) {
        try {
            return reader.waitForJob(FakeJob.ID, PATIENT);
        } catch (JobFailedException e) {
            return e.job();
        }
    }
}
