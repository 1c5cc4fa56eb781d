package dev.reader.examples.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.Page;
import dev.reader.client.model.PageMetadata;

/** The code of docs/records.md. */
final class Records {
    private Records() {}

    static Page storeAndLoad(Page page) {
        String row = page.toJson();
        Page again = Page.fromJson(row);
        return again;
    }

    static JobEvent send(ObjectMapper mapper, JobEvent event) throws JsonProcessingException {
        String json = mapper.writeValueAsString(event);
        JobEvent again = mapper.readValue(json, JobEvent.class);
        return again;
    }

    static Page fixture() {
        Page page = Page.builder("https://example.com/")
                .markdown("# Example")
                .metadata(PageMetadata.builder().title("Example").build())
                .build();
        return page;
    }
}
