package dev.reader.client.internal.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.reader.client.event.JobEvent;
import dev.reader.client.event.JobEvent.Done;
import dev.reader.client.event.JobEvent.PageFailed;
import dev.reader.client.event.JobEvent.PageReady;
import dev.reader.client.event.JobEvent.Progress;
import dev.reader.client.internal.json.Json;
import dev.reader.client.model.Page;
import java.util.Objects;

/** Decodes the events of a job's stream (docs/reader-api.md §4). */
final class JobEvents extends EventDecoder<JobEvent> {
    private static final TypeReference<Progress> PROGRESS = new TypeReference<>() {};
    private static final TypeReference<Page> PAGE = new TypeReference<>() {};
    private static final TypeReference<PageFailed> PAGE_FAILED = new TypeReference<>() {};
    private static final TypeReference<Done> DONE = new TypeReference<>() {};

    @Override
    JobEvent decode(String name, String data) throws JsonProcessingException {
        return switch (name) {
            case "page" -> of(Json.read(data, PAGE));
            case "error" -> {
                PageFailed failed = Json.read(data, PAGE_FAILED);
                required("url", failed.url());
                yield failed.error() == null ? new PageFailed(failed.url(), "") : failed;
            }
            case "progress" -> {
                Progress progress = Json.read(data, PROGRESS);
                required("status", progress.status());
                yield progress;
            }
            case "done" -> {
                Done done = Json.read(data, DONE);
                required("status", done.status());
                yield done;
            }
            default -> new JobEvent.Unknown(name, dataOf(data));
        };
    }

    @Override
    boolean isLast(JobEvent event) {
        return event instanceof Done;
    }

    static JobEvent of(Page page) {
        return page.failed() ? failed(page) : new PageReady(page);
    }

    static PageFailed failed(Page page) {
        return new PageFailed(page.url(), Objects.requireNonNull(page.error()));
    }
}
