package dev.reader.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reader.client.event.JobEvent;
import dev.reader.client.model.JobStatus;
import dev.reader.client.model.Page;
import org.junit.jupiter.api.Test;

class RecordsTest {
    @Test
    void aPageComesBackFromItsRow() {
        Page page = Records.fixture();

        assertThat(Records.storeAndLoad(page)).isEqualTo(page);
    }

    @Test
    void anEventComesBackInTheFormThatTheGuideShows() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JobEvent event = new JobEvent.Progress(JobStatus.PROCESSING, 3, 10);

        assertThat(Records.send(mapper, event)).isEqualTo(event);
        assertThat(mapper.readTree(mapper.writeValueAsString(event))).isEqualTo(mapper.readTree("""
                                {"event": "progress", "data": {"status": "processing", "completed": 3, "total": 10}}
                                """));
    }
}
